export { networkOf, widerNetworkOf } from '../../core/turns/network.js';
