// Written by `npm run generate` from spec/. Do not edit.

export interface paths {
    "/v3/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exports
         * @description The exports of the account, page by page. No filter is documented for this version. Exports deleted after their month are no longer listed.
         */
        get: operations["listExports"];
        put?: never;
        /**
         * Create an export
         * @description Orders a file of call detail records. Creating is not idempotent: the same request sent twice makes two exports, so it may be repeated only when it surely was not carried out.
         */
        post: operations["createExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve an export
         * @description One export, with its status now. `url` is null until it is completed. To wait, ask at once and then with growing pauses, as `x-polling` says.
         */
        get: operations["retrieveExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/exports/{filename}.csv.gz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of an export
         * @description The calls, as gzip of UTF-8 CSV with a header line. Take the whole `url` of the export: the file has a name of its own, which is not the id of the export. The body is the `.csv.gz` itself, without `Content-Encoding`. Whether `Range` is honoured is not documented.
         */
        get: operations["downloadExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    exportCompleted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An export is completed, by GET
         * @description The same event with `callback_method` GET: the payload is appended to the query of the callback URL.
         */
        get: operations["exportCompletedByGet"];
        put?: never;
        /**
         * An export is completed, by POST
         * @description Sent to the `callback_url` of the export when it is completed; completion is the only event. The provider's collection of this version says that it is signed with the API key of the account; its pages since October 2026 say a callback secret. The payload is the body, also when the URL has a query of its own. Any answer from 200 to 299 within 60 seconds is success; otherwise up to nine more attempts follow, after 1, 10 and 30 minutes, 1, 3, 6 and 12 hours, 1 and 2 days. Nothing in it tells when it was signed, so take it as a hint and ask the API.
         */
        post: operations["exportCompletedByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description How far the export is. There is no failed status; another one is refused by clients.
         * @enum {string}
         */
        ExportStatus: "Pending" | "Processing" | "Completed";
        /**
         * Format: uri
         * @description HTTP or HTTPS address to be called when the export is completed.
         */
        CallbackUrl: string | null;
        /**
         * @description HTTP method of the callback.
         * @enum {string|null}
         */
        CallbackMethod: "POST" | "GET" | null;
        /**
         * @description `cdr_in` for inbound calls, `cdr_out` for outbound calls. It is not known whether a list served by this version also shows exports of types that newer versions have.
         * @enum {string}
         */
        ExportType: "cdr_in" | "cdr_out";
        /** @description The state of an export. The filters are not part of it in this version. */
        ExportAttributes: {
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC.
             */
            created_at: string;
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            callback_url: components["schemas"]["CallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            export_type: components["schemas"]["ExportType"];
        };
        /** @description A JSON:API resource object. */
        Export: {
            /**
             * Format: uuid
             * @description Id of the export.
             */
            id: string;
            /**
             * @description JSON:API type.
             * @constant
             */
            type: "exports";
            attributes: components["schemas"]["ExportAttributes"];
        };
        /**
         * Format: date
         * @description The dated version that served this answer. An account can be pinned to a version, and a header older than the account's version is ignored: then this differs from what was asked.
         * @example 2021-12-15
         */
        ServedVersion: string;
        /** @description What is said of the whole collection. */
        PageMeta: {
            /** @description Number of exports in the whole collection. */
            total_records?: number;
            api_version?: components["schemas"]["ServedVersion"];
        };
        /** @description Links to other pages of the same collection. `next` and `prev` are absent at the ends. */
        PageLinks: {
            /**
             * Format: uri
             * @description The first page.
             */
            first?: string;
            /**
             * Format: uri
             * @description The last page.
             */
            last?: string;
            /**
             * Format: uri
             * @description The next page. Absent on the last; JSON:API allows null there too.
             */
            next?: string | null;
            /**
             * Format: uri
             * @description The page before. Absent on the first; JSON:API allows null there too.
             */
            prev?: string | null;
        };
        /** @description A JSON:API document with a page of exports. */
        ExportsDocument: {
            /** @description The exports of this page. */
            data: components["schemas"]["Export"][];
            meta?: components["schemas"]["PageMeta"];
            links?: components["schemas"]["PageLinks"];
        };
        /** @description One JSON:API error object. `title` and `code` are missing in the recorded 429, so only the members that every recorded error has are required. */
        JsonApiError: {
            /** @description What kind of problem this is, the same for every occurrence. */
            title?: string;
            /** @description What went wrong this time. */
            detail: string;
            /** @description A code of the API, not of HTTP: `100` validation, `102` filter not allowed, `106` missing parameter, otherwise the HTTP status. */
            code?: string;
            /** @description The HTTP status, as a string. */
            status: string;
            /** @description Which part of the request is at fault, on validation errors. */
            source?: {
                /** @description JSON Pointer into the request document. Every problem with a filter points at `/data/attributes/filters`; the filter is named in the text only. */
                pointer?: string;
            };
        };
        /** @description The body of a refusal. */
        ErrorsDocument: {
            errors: components["schemas"]["JsonApiError"][];
        };
        /** @description Year of the calls in UTC. Documented as an integer, sent as a string in every example. */
        Year: string | number;
        /** @description Month of the calls in UTC, 1 to 12, with or without a leading zero. */
        Month: string | number;
        /** @description Which inbound calls. A filter that is not listed here is refused. */
        CdrInFilters: {
            year: components["schemas"]["Year"];
            month: components["schemas"]["Month"];
            /** @description Only calls to this DID number. Without it, calls to all DIDs of the account. */
            did_number?: string;
        };
        /** @description An order for inbound calls. */
        CdrInCreateAttributes: {
            /**
             * @description Inbound calls. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            export_type: "cdr_in";
            filters: components["schemas"]["CdrInFilters"];
            callback_url?: components["schemas"]["CallbackUrl"];
            callback_method?: components["schemas"]["CallbackMethod"];
        };
        /** @description Day of the calls in UTC. Without it the whole month is exported: the provider's table says required, its own fifth example leaves it out. */
        Day: string | number;
        /** @description Which outbound calls. A filter that is not listed here is refused. */
        CdrOutFilters: {
            year: components["schemas"]["Year"];
            month: components["schemas"]["Month"];
            day?: components["schemas"]["Day"];
            /**
             * Format: uuid
             * @description Only calls through this voice out trunk. Without it, calls through all trunks of the account: the create tables of the provider's collections call it optional and three of its programs leave it out. Its page and the "Export Filters Object" of its collections require it, and no recorded answer decides: an API that requires it answers 422.
             */
            "voice_out_trunk.id"?: string;
        };
        /** @description An order for outbound calls. */
        CdrOutCreateAttributes: {
            /**
             * @description Outbound calls. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            export_type: "cdr_out";
            filters: components["schemas"]["CdrOutFilters"];
            callback_url?: components["schemas"]["CallbackUrl"];
            callback_method?: components["schemas"]["CallbackMethod"];
        };
        /** @description What to export, told apart by `export_type`. */
        ExportCreateAttributes: components["schemas"]["CdrInCreateAttributes"] | components["schemas"]["CdrOutCreateAttributes"];
        /** @description A JSON:API document that creates an export. */
        ExportCreateDocument: {
            /** @description The export to create. */
            data: {
                /**
                 * @description JSON:API type.
                 * @constant
                 */
                type: "exports";
                attributes: components["schemas"]["ExportCreateAttributes"];
            };
        };
        /** @description Documented for every answer, though some recordings lack it: a client accepts its absence. */
        Meta: {
            api_version?: components["schemas"]["ServedVersion"];
        };
        /** @description A JSON:API document with one export. */
        ExportDocument: {
            data: components["schemas"]["Export"];
            meta?: components["schemas"]["Meta"];
        };
        /**
         * @description An inbound call, one line of the CSV file. This layout is the best evidence for files of 2021-12-15 and 2022-05-10. Every value may be empty, which reads as null. `Customer ID` and `Sell Amount (Points)` are not described by the provider.
         *     There is no total. The three USD amounts are charges for three services, and their sum is taken for the cost of the call. It corresponds to `Total (USD)` of 2026-04-16, which in every published row is the sum of the charges beside it; what that version charges for the look-up of the caller's name has no column here.
         */
        CdrInRecord: {
            /**
             * Format: date-time
             * @description When the call began, as `YYYY-MM-DD HH:MM:SS` in the file.
             * @example 2018-12-06T05:20:58Z
             */
            date_time_start_utc: string | null;
            /**
             * Format: date-time
             * @description When the call was answered; empty when it was not.
             * @example 2018-12-06T05:21:03Z
             */
            date_time_connect_utc: string | null;
            /**
             * Format: date-time
             * @description When the call ended; empty in the recorded unanswered call.
             * @example 2018-12-06T05:21:57Z
             */
            date_time_end_utc: string | null;
            /**
             * @description Caller id.
             * @example 4
             */
            source: string | null;
            /**
             * @description The DID that was called, digits without `+`.
             * @example 972397239159652
             */
            did: string | null;
            /**
             * @description URI the call was sent to.
             * @example sip:972397239159652@didww.com
             */
            destination: string | null;
            /**
             * @description Seconds of conversation, 0 when not connected.
             * @example 54
             */
            duration_secs: number | null;
            /**
             * @description Who ended the call, `Origination` or `Destination`.
             * @example Destination
             */
            disconnect_initiator: string | null;
            /**
             * @description SIP code the call ended with.
             * @example 408
             */
            disconnect_code: string | null;
            /**
             * @description Text of the SIP or system response. The user panel calls it Disconnect Response.
             * @example SIP transaction timeout
             */
            response: string | null;
            /**
             * Format: decimal
             * @description Toll-free charge in USD, exactly as sent.
             * @example 0.860
             */
            tollfree_amount_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for PSTN termination in USD, exactly as sent.
             * @example 0.240
             */
            termination_amount_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for metered channels in USD, exactly as sent.
             * @example 0.330
             */
            metered_channels_amount_usd: string | null;
            /**
             * @description Not described by the provider; empty in every published row.
             * @example null
             */
            customer_id: string | null;
            /**
             * Format: decimal
             * @description Not described by the provider; `0.000` in every published row.
             * @example 0.000
             */
            sell_amount_points: string | null;
        };
        /** @description An inbound call in the older form, with one time instead of three. That time is read as `date_time_start_utc`; the columns this form lacks read as null. */
        CdrInRecordWithOneTime: {
            /**
             * Format: date-time
             * @description The one time of the call, taken for its start.
             * @example 2017-06-17T08:50:47Z
             */
            date_time_start_utc: string | null;
            /**
             * @description Caller id.
             * @example 4
             */
            source: string | null;
            /**
             * @description The DID that was called, digits without `+`.
             * @example 972397239159652
             */
            did: string | null;
            /**
             * @description URI the call was sent to.
             * @example sip:972397239159652@didww.com
             */
            destination: string | null;
            /**
             * @description Seconds of conversation, 0 when not connected.
             * @example 54
             */
            duration_secs: number | null;
            /**
             * @description Who ended the call, `Origination` or `Destination`.
             * @example Destination
             */
            disconnect_initiator: string | null;
            /**
             * @description SIP code the call ended with.
             * @example 408
             */
            disconnect_code: string | null;
            /**
             * @description Text of the SIP or system response. The user panel calls it Disconnect Response.
             * @example SIP transaction timeout
             */
            response: string | null;
            /**
             * Format: decimal
             * @description Toll-free charge in USD, exactly as sent.
             * @example 0.860
             */
            tollfree_amount_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for PSTN termination in USD, exactly as sent.
             * @example 0.240
             */
            termination_amount_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for metered channels in USD, exactly as sent.
             * @example 0.330
             */
            metered_channels_amount_usd: string | null;
            /**
             * @description Not described by the provider; empty in every published row.
             * @example null
             */
            customer_id: string | null;
            /**
             * Format: decimal
             * @description Not described by the provider; `0.000` in every published row.
             * @example 0.000
             */
            sell_amount_points: string | null;
        };
        /** @description An outbound call, one line of the CSV file. **Known in part**: the provider has not published the columns of this version. Only `Date/Time Start (UTC)` and `Date/Time Connect (UTC)` are known; the others are a hint and may be missing, which reads as null. A column that is not listed here is kept. What a hint means is not documented, so only the two times have a role. */
        CdrOutRecord: {
            /**
             * Format: date-time
             * @description When the call began.
             * @example 2021-12-12T10:00:00Z
             */
            date_time_start_utc: string | null;
            /**
             * Format: date-time
             * @description When the call was answered; empty when it was not.
             * @example 2021-12-12T10:00:02Z
             */
            date_time_connect_utc: string | null;
            /**
             * @description Hint: source number.
             * @example 447700900000
             */
            source?: string | null;
            /**
             * @description Hint: caller line identification as sent.
             * @example 447700900000
             */
            cli?: string | null;
            /**
             * @description Hint: number that was called.
             * @example 447700900123
             */
            destination?: string | null;
            /**
             * @description Hint: seconds of conversation.
             * @example 59
             */
            duration_secs?: number | null;
            /**
             * @description Hint: SIP code the call ended with.
             * @example 200
             */
            disconnect_code?: string | null;
            /**
             * @description Hint: text of the SIP or system response.
             * @example Normal call clearing
             */
            disconnect_reason?: string | null;
            /**
             * Format: decimal
             * @description Hint: price of a minute in USD, exactly as sent.
             * @example 0.012
             */
            rate_usd_per_minute?: string | null;
            /**
             * Format: decimal
             * @description Hint: charge in USD, exactly as sent.
             * @example 0.0642
             */
            charged_usd?: string | null;
            /**
             * @description Hint: International, Local or Origin based.
             * @example International
             */
            cdr_type?: string | null;
            /**
             * @description Hint: country of the destination.
             * @example United Kingdom
             */
            country_name?: string | null;
            /**
             * @description Hint: network of the destination.
             * @example BT
             */
            network_name?: string | null;
            /**
             * @description Hint: voice out trunk.
             * @example Main trunk
             */
            trunk_name?: string | null;
        };
        /** @description Gzip of UTF-8 CSV with a header line, separated by commas. */
        ExportFile: string;
        /** @description The payload of a callback. */
        ExportCallback: {
            /**
             * Format: uuid
             * @description Id of the export.
             */
            id: string;
            /**
             * @description JSON:API type of what is completed.
             * @constant
             */
            type: "exports";
            /**
             * @description In lower case, although the resource says `Completed`.
             * @constant
             */
            status: "completed";
        };
    };
    responses: {
        /** @description The request cannot be read as it stands: broken JSON, a filter, sort or field that does not exist, a page out of range. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description The key is missing, unknown, or not allowed from this address. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description `Accept` does not allow `application/vnd.api+json`, or carries parameters. No body of this answer has been recorded. */
        NotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description More requests than the key may make (documented as 20 a second, elsewhere as 10). The request was not carried out. No `Retry-After` is documented; one that is sent is obeyed. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description The API, or something in front of it, failed; the body may be anything. After a POST it is not known whether the export was created. */
        ServerFault: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description `Content-Type` is not exactly `application/vnd.api+json`. No body of this answer has been recorded. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description The document was read and refused; `source.pointer` says where. */
        UnprocessableContent: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
        /** @description No export of this account has this id; also what becomes of an export after its month. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
        };
    };
    parameters: {
        /**
         * @description Asks for this version. Without it the account's own version serves, and so it does when this one is older than the account's: `meta.api_version` tells.
         * @example 2021-12-15
         */
        ApiVersion: "2021-12-15";
        /**
         * @description What to sort by; `-` in front for descending. Several attributes are written as JSON:API has it: the first one counts most, commas between. Equal values have no documented order.
         * @example [
         *       "-created_at"
         *     ]
         */
        Sort: ("status" | "-status" | "created_at" | "-created_at")[];
        /**
         * @description Which page, and how many exports on each.
         * @example {
         *       "number": 1,
         *       "size": 50
         *     }
         */
        Page: {
            /** @description Page number, counted from 1. */
            number?: number;
            /** @description Exports on a page, 50 unless told. The maximum can be raised for an account. Out of range is answered by 400. */
            size?: number;
        };
        /**
         * @description Only these attributes in the answer, separated by commas. An answer then lacks members that are otherwise required.
         * @example {
         *       "exports": "status,url"
         *     }
         */
        Fields: {
            /** @description Names of attributes of an export. */
            exports?: string;
        };
        /**
         * @description Id of the export.
         * @example 77ebb57f-7b01-4178-bc84-9d1a8d2ae850
         */
        ExportId: string;
        /**
         * @description Name of the file without its ending, from the `url` of the export.
         * @example baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d
         */
        Filename: string;
        /**
         * @description HMAC-SHA1, as 40 lower-case hex digits, over the normalised callback URL followed by the payload's names and values in ascending order of the names.
         * @example 93130039b80f428c138a4f57d8865a4ad8d7fcb9
         */
        Signature: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Names the request towards the provider's support. Recorded, not documented.
         * @example 5f3a2f5e-3f52-4d5c-9f0e-0d7a1c8f7b11
         */
        RequestId: string;
        /**
         * @description Seconds to wait, or an HTTP date, before the next request.
         * @example 2
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type ExportStatus = components['schemas']['ExportStatus'];
export type CallbackUrl = components['schemas']['CallbackUrl'];
export type CallbackMethod = components['schemas']['CallbackMethod'];
export type ExportType = components['schemas']['ExportType'];
export type ExportAttributes = components['schemas']['ExportAttributes'];
export type Export = components['schemas']['Export'];
export type ServedVersion = components['schemas']['ServedVersion'];
export type PageMeta = components['schemas']['PageMeta'];
export type PageLinks = components['schemas']['PageLinks'];
export type ExportsDocument = components['schemas']['ExportsDocument'];
export type JsonApiError = components['schemas']['JsonApiError'];
export type ErrorsDocument = components['schemas']['ErrorsDocument'];
export type Year = components['schemas']['Year'];
export type Month = components['schemas']['Month'];
export type CdrInFilters = components['schemas']['CdrInFilters'];
export type CdrInCreateAttributes = components['schemas']['CdrInCreateAttributes'];
export type Day = components['schemas']['Day'];
export type CdrOutFilters = components['schemas']['CdrOutFilters'];
export type CdrOutCreateAttributes = components['schemas']['CdrOutCreateAttributes'];
export type ExportCreateAttributes = components['schemas']['ExportCreateAttributes'];
export type ExportCreateDocument = components['schemas']['ExportCreateDocument'];
export type Meta = components['schemas']['Meta'];
export type ExportDocument = components['schemas']['ExportDocument'];
export type CdrInRecord = components['schemas']['CdrInRecord'];
export type CdrInRecordWithOneTime = components['schemas']['CdrInRecordWithOneTime'];
export type CdrOutRecord = components['schemas']['CdrOutRecord'];
export type ExportFile = components['schemas']['ExportFile'];
export type ExportCallback = components['schemas']['ExportCallback'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerFault = components['responses']['ServerFault'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseUnprocessableContent = components['responses']['UnprocessableContent'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ParameterApiVersion = components['parameters']['ApiVersion'];
export type ParameterSort = components['parameters']['Sort'];
export type ParameterPage = components['parameters']['Page'];
export type ParameterFields = components['parameters']['Fields'];
export type ParameterExportId = components['parameters']['ExportId'];
export type ParameterFilename = components['parameters']['Filename'];
export type ParameterSignature = components['parameters']['Signature'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listExports: {
        parameters: {
            query?: {
                /**
                 * @description What to sort by; `-` in front for descending. Several attributes are written as JSON:API has it: the first one counts most, commas between. Equal values have no documented order.
                 * @example [
                 *       "-created_at"
                 *     ]
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description Which page, and how many exports on each.
                 * @example {
                 *       "number": 1,
                 *       "size": 50
                 *     }
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only these attributes in the answer, separated by commas. An answer then lacks members that are otherwise required.
                 * @example {
                 *       "exports": "status,url"
                 *     }
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: {
                /**
                 * @description Asks for this version. Without it the account's own version serves, and so it does when this one is older than the account's: `meta.api_version` tells.
                 * @example 2021-12-15
                 */
                "X-DIDWW-API-Version"?: components["parameters"]["ApiVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of exports. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ExportsDocument"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerFault"];
        };
    };
    createExport: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Asks for this version. Without it the account's own version serves, and so it does when this one is older than the account's: `meta.api_version` tells.
                 * @example 2021-12-15
                 */
                "X-DIDWW-API-Version"?: components["parameters"]["ApiVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["ExportCreateDocument"];
            };
        };
        responses: {
            /** @description The export was created; its file is not ready yet. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ExportDocument"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            406: components["responses"]["NotAcceptable"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerFault"];
        };
    };
    retrieveExport: {
        parameters: {
            query?: {
                /**
                 * @description Only these attributes in the answer, separated by commas. An answer then lacks members that are otherwise required.
                 * @example {
                 *       "exports": "status,url"
                 *     }
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: {
                /**
                 * @description Asks for this version. Without it the account's own version serves, and so it does when this one is older than the account's: `meta.api_version` tells.
                 * @example 2021-12-15
                 */
                "X-DIDWW-API-Version"?: components["parameters"]["ApiVersion"];
            };
            path: {
                /**
                 * @description Id of the export.
                 * @example 77ebb57f-7b01-4178-bc84-9d1a8d2ae850
                 */
                id: components["parameters"]["ExportId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ExportDocument"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerFault"];
        };
    };
    downloadExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file without its ending, from the `url` of the export.
                 * @example baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d
                 */
                filename: components["parameters"]["Filename"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. Recordings show `application/octet-stream`, the provider's newest description says `application/gzip`. */
            200: {
                headers: {
                    /**
                     * @description Recorded as an attachment with the name of the file. Never a path to write to.
                     * @example attachment; filename="baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz"
                     */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": components["schemas"]["ExportFile"];
                    "application/octet-stream": components["schemas"]["ExportFile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no such file, or no longer, one month after completion. Has no body. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerFault"];
        };
    };
    exportCompletedByGet: {
        parameters: {
            query: {
                /**
                 * @description The members of the payload, each a query parameter of its own.
                 * @example {
                 *       "id": "33bdfff7-4de3-4c58-8c90-b99930fb984a",
                 *       "type": "exports",
                 *       "status": "completed"
                 *     }
                 */
                payload: components["schemas"]["ExportCallback"];
            };
            header: {
                /**
                 * @description HMAC-SHA1, as 40 lower-case hex digits, over the normalised callback URL followed by the payload's names and values in ascending order of the names.
                 * @example 93130039b80f428c138a4f57d8865a4ad8d7fcb9
                 */
                "X-DIDWW-Signature": components["parameters"]["Signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken note of. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, for example because the signature is wrong. Will be sent again. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    exportCompletedByPost: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description HMAC-SHA1, as 40 lower-case hex digits, over the normalised callback URL followed by the payload's names and values in ascending order of the names.
                 * @example 93130039b80f428c138a4f57d8865a4ad8d7fcb9
                 */
                "X-DIDWW-Signature": components["parameters"]["Signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ExportCallback"];
            };
        };
        responses: {
            /** @description Taken note of. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused, for example because the signature is wrong. Will be sent again. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
