/** Express 4 beside Express 5. The handlers of both have the same types here. */
declare module 'express4' {
  import express from 'express';
  export default express;
}
