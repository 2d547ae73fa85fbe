// What Sitrep may send to Slack, in the words of the official packages: one line for each method used.
import type { KnownBlock, MessageMetadata, ModalView } from '@slack/types';
import type * as W from '@slack/web-api';

export interface SlackCalls {
  'auth.test': W.AuthTestArguments;
  'chat.getPermalink': W.ChatGetPermalinkArguments;
  'chat.postEphemeral': W.ChatPostEphemeralArguments;
  'chat.postMessage': W.ChatPostMessageArguments;
  'chat.update': W.ChatUpdateArguments;
  'conversations.history': W.ConversationsHistoryArguments;
  'conversations.info': W.ConversationsInfoArguments;
  'conversations.list': W.ConversationsListArguments;
  'conversations.open': W.ConversationsOpenArguments;
  'conversations.replies': W.ConversationsRepliesArguments;
  'conversations.setTopic': W.ConversationsSetTopicArguments;
  'usergroups.users.list': W.UsergroupsUsersListArguments;
  'usergroups.users.update': W.UsergroupsUsersUpdateArguments;
  'users.info': W.UsersInfoArguments;
  'views.open': W.ViewsOpenArguments;
}

export interface Surfaces {
  blocks: KnownBlock[];
  modal: ModalView;
  metadata: MessageMetadata;
  acknowledgement: { response_type: 'ephemeral' | 'in_channel'; text: string; blocks: KnownBlock[] };
  errors: { response_action: 'errors'; errors: { [block_id: string]: string } };
}
