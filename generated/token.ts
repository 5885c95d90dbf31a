// Written by `npm run generate` from spec/. Do not edit.

export interface paths {
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token
         * @description Makes a bearer token. Making one more changes nothing, so the request may be repeated. Whether the service has a rate limit of its own is told only by its 429.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A host that the token is for. The provider's sandbox uses the names of production.
         * @enum {string}
         */
        Audience: "api.didww.com" | "api-vin.didww.com" | "api-vout.didww.com" | "api-sms.didww.com";
        /** @description One host, or a list. */
        Audiences: components["schemas"]["Audience"] | components["schemas"]["Audience"][];
        /** @description What the token is to be for. */
        TokenRequest: {
            aud: components["schemas"]["Audiences"];
            /**
             * @description What it allows: `full` everything, `read` no change. Of what begins with `read:` the nearest known ancestor is given.
             * @default full
             * @example full
             * @example read
             */
            scope?: string;
            /**
             * Format: date
             * @description The dated version that answers requests with this token. What is taken when it is left out is not documented.
             */
            api_version?: string;
            /**
             * @description Seconds it is to last; less than 60 is taken for 60, more than 3600 for 3600.
             * @default 900
             */
            expires_in?: number;
        };
        /** @description The token, and what it is for, which is listed in words only and not relied upon. */
        Token: {
            /** @description The token, a JWT, as it stands behind `Bearer`. */
            access_token: string;
            /**
             * @description How it is sent.
             * @constant
             */
            token_type: "Bearer";
            /** @description Seconds it lasts. */
            expires_in: number;
            aud?: components["schemas"]["Audiences"];
            /** @description What it allows. */
            scope?: string;
            /**
             * Format: date
             * @description The dated version that answers requests with it.
             */
            api_version?: string;
        };
        /** @description A refusal, as OAuth 2.0 has them. */
        TokenError: {
            /** @description `invalid_request`, `invalid_scope`, `invalid_client` or `rate_limit_exceeded`. */
            error: string;
            /** @description The same in words. */
            error_description?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Seconds to wait, or an HTTP date, before the next request.
         * @example 2
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type Audience = components['schemas']['Audience'];
export type Audiences = components['schemas']['Audiences'];
export type TokenRequest = components['schemas']['TokenRequest'];
export type Token = components['schemas']['Token'];
export type TokenError = components['schemas']['TokenError'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description A token. */
            200: {
                headers: {
                    /**
                     * @description Always `no-store`.
                     * @example no-store
                     */
                    "Cache-Control"?: string;
                    /**
                     * @description Always `no-cache`.
                     * @example no-cache
                     */
                    Pragma?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description The request says something that is not understood. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description The key is missing, unknown, or not allowed from this address. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description More tokens than may be made. None was. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description The service, or something in front of it, failed; the body may be anything. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
