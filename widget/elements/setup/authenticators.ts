/*
 * The list of authenticators with its texts and styles. `PartLoader` imports this file when a status lists authenticators: the back ends
 * with one authenticator never need it.
 */
import { authenticatorsStyles } from './authenticators.styles.js';

export { authenticatorsEnglish as english } from '../../i18n/en/authenticators.js';
export { addAction, authenticatorsView, noticeText } from './authenticators-view.js';
export const styles = [authenticatorsStyles];
