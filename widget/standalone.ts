/** The single file for a `<script type="module">` tag: registers every public tag and exports the API of `harmony-2fa`. */
import './define.js';
export * from './index.js';
