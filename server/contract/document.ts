import type { JsonSchema } from './components.js';

/** The parts of an OpenAPI 3.1 document that this one has. */
export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: object[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  components: {
    securitySchemes: object;
    parameters: object;
    headers: Record<string, OpenApiHeader>;
    responses: Record<string, OpenApiResponse>;
    schemas: Record<string, JsonSchema>;
  };
}
export type PathItem = { parameters?: object[] } & {
  [method in 'get' | 'post' | 'patch' | 'delete']?: OpenApiOperation;
};
export interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  'x-optional': boolean;
  'x-reference-server': boolean;
  security: object[];
  parameters?: Reference[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, OpenApiResponse | Reference>;
}
export interface OpenApiResponse {
  description: string;
  headers: Record<string, Reference>;
  content?: Content;
}
export interface OpenApiHeader {
  description: string;
  required: boolean;
  schema: JsonSchema;
}
export interface Reference {
  $ref: string;
}
export type Content = Record<string, { schema: object }>;
