import { DemoPhoneElement } from './demo-phone-element.js';

customElements.define('harmony-demo-phone', DemoPhoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'harmony-demo-phone': DemoPhoneElement;
  }
}
