/** Set in this browser while a conversation is open: the next page then doesn't begin with the greeting. Free of everything else, for the page's first script. */
export const talkKey = "echotune.talk";
