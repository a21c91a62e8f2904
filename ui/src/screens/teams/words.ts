/** The words of these pages, which nobody needs at the start. */
import shared from "$locales/en/teams.ftl?raw";
import own from "$locales/en/window-teams.ftl?raw";
import { learn } from "$text";

learn(shared);
learn(own);
