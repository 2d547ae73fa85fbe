#pragma once
// A visitor made of lambdas: std::visit(Overloaded{[](const A&) {...}, [](const B&) {...}}, variant).

namespace playbooks {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace playbooks
