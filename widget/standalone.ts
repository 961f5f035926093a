/** The single file for a `<script type="module">` tag: registers every public tag and exports what `harmony-2fa` does. */
import './define.js';
export * from './index.js';
