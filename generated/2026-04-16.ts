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
         * @description The exports of the account, page by page, those created with earlier versions too. Exports deleted after their month are no longer listed.
         */
        get: operations["listExports"];
        put?: never;
        /**
         * Create an export
         * @description Orders a file of call detail records. Creating is not idempotent: the same request sent twice makes two exports, so it may be repeated only when it surely was not carried out. With an `external_reference_id` of one's own the list tells whether it was.
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
        /**
         * Update an export
         * @description Sets or clears the reference of an export; nothing else of it can be changed. The provider answers PUT as well, which is not documented for use.
         */
        patch: operations["updateExport"];
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
         * @description The calls, as gzip of UTF-8 CSV with a header line. Take the whole `url` of the export: the file has a name of its own, which is not the id of the export. The body is the `.csv.gz` itself, without `Content-Encoding`. The provider's own description of this version leaves the download out; its pages have it. Whether `Range` is honoured is not documented.
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
        ExportStatus: "pending" | "processing" | "completed";
        /**
         * @description HTTP method of the callback.
         * @enum {string|null}
         */
        CallbackMethod: "post" | "get" | null;
        /** @description A name of one's own for the export, at most 100 characters. It is not known to be unique, and null clears it. */
        ExternalReferenceId: string | null;
        /** @description Which inbound calls. A filter that is not listed here is refused. */
        CdrInFilters: {
            /**
             * @description Calls that began at this time in UTC or later: `2026-03-01 00:00:00`, or ISO 8601 `2026-03-01T00:00:00Z`, which is answered in the other form. Must be in the current or the two previous months and before `to`.
             * @example 2026-03-01 00:00:00
             */
            from: string;
            /**
             * @description Calls that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-04-01 00:00:00
             */
            to: string;
            /** @description Only calls to this DID number. Without it, calls to all DIDs of the account. */
            did_number?: string;
        };
        /** @description Which outbound calls. A filter that is not listed here is refused. */
        CdrOutFilters: {
            /**
             * @description Calls that began at this time in UTC or later: `2026-03-01 00:00:00`, or ISO 8601 `2026-03-01T00:00:00Z`, which is answered in the other form. Must be in the current or the two previous months and before `to`.
             * @example 2026-03-01 00:00:00
             */
            from: string;
            /**
             * @description Calls that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-04-01 00:00:00
             */
            to: string;
            /**
             * Format: uuid
             * @description Only calls through this voice out trunk. Without it, calls through all trunks.
             */
            "voice_out_trunk.id"?: string;
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
            external_reference_id?: components["schemas"]["ExternalReferenceId"];
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
            external_reference_id?: components["schemas"]["ExternalReferenceId"];
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
        /** @description What can be changed of an export. */
        ExportUpdateAttributes: {
            external_reference_id: components["schemas"]["ExternalReferenceId"];
        };
        /** @description A JSON:API document that changes an export. */
        ExportUpdateDocument: {
            /** @description The export to change. */
            data: {
                /**
                 * Format: uuid
                 * @description Id of the export, as in the path.
                 */
                id: string;
                /**
                 * @description JSON:API type.
                 * @constant
                 */
                type: "exports";
                attributes: components["schemas"]["ExportUpdateAttributes"];
            };
        };
        /** @description The filters the export was created with, and no others. One that was created with an earlier version keeps the filters of that version, so none of them is sure to be there. The provider's collection shows those as numbers; a string is as right. */
        CdrInShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-03-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-04-01 00:00:00
             */
            to?: string;
            /** @description Only calls to this DID number. */
            did_number?: string;
            /** @description Earlier versions: year of the calls, as it was given. */
            year?: string | number;
            /** @description Earlier versions: month of the calls. */
            month?: string | number;
        };
        /** @description The filters the export was created with, and no others. One that was created with an earlier version keeps the filters of that version, so none of them is sure to be there. The provider's collection shows those as numbers; a string is as right. */
        CdrOutShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-03-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-04-01 00:00:00
             */
            to?: string;
            /** @description Only calls through this voice out trunk. */
            "voice_out_trunk.id"?: string;
            /** @description Earlier versions: year of the calls, as it was given. */
            year?: string | number;
            /** @description Earlier versions: month of the calls. */
            month?: string | number;
            /** @description Earlier versions: day of the calls. */
            day?: string | number;
        };
        /** @description The state of an export of inbound calls. */
        CdrInExportAttributes: {
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. The provider's description allows null, its page does not.
             */
            created_at: string | null;
            callback_url: components["schemas"]["CallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            /**
             * @description Inbound calls.
             * @constant
             */
            export_type: "cdr_in";
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            filters: components["schemas"]["CdrInShownFilters"];
        };
        /** @description The state of an export of outbound calls. */
        CdrOutExportAttributes: {
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. The provider's description allows null, its page does not.
             */
            created_at: string | null;
            callback_url: components["schemas"]["CallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            /**
             * @description Outbound calls.
             * @constant
             */
            export_type: "cdr_out";
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            filters: components["schemas"]["CdrOutShownFilters"];
        };
        /** @description The state of an export, with the filters of its `export_type`. It is not known whether a list served by this version also shows exports of types that newer versions have. */
        ExportAttributes: components["schemas"]["CdrInExportAttributes"] | components["schemas"]["CdrOutExportAttributes"];
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
        /** @description A JSON:API document with one export. */
        ExportDocument: {
            data: components["schemas"]["Export"];
            meta?: components["schemas"]["Meta"];
        };
        /** @description A JSON:API document with a page of exports. */
        ExportsDocument: {
            /** @description The exports of this page. */
            data: components["schemas"]["Export"][];
            meta?: components["schemas"]["PageMeta"];
            links?: components["schemas"]["PageLinks"];
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
             * @description Always in lower case.
             * @constant
             */
            status: "completed";
            /**
             * Format: uri
             * @description Where its file is. The changelog of this version has it in every callback, a note of the provider's collection only for exports created with a later date, so it is not required.
             */
            url?: string;
        };
        /**
         * Format: uri
         * @description HTTP or HTTPS address to be called when the export is completed.
         */
        CallbackUrl: string | null;
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
        /** @description Documented for every answer, though some recordings lack it: a client accepts its absence. */
        Meta: {
            api_version?: components["schemas"]["ServedVersion"];
        };
        /** @description An inbound call, one line of the CSV file. Every value may be empty, which reads as null. */
        CdrInRecord: {
            /**
             * Format: date-time
             * @description When the call began, as `YYYY-MM-DD HH:MM:SS` in the file.
             * @example 2026-03-01T01:11:42Z
             */
            date_time_start_utc: string | null;
            /**
             * Format: date-time
             * @description When the call was answered; empty when it was not.
             * @example 2026-03-01T01:11:43Z
             */
            date_time_connect_utc: string | null;
            /**
             * Format: date-time
             * @description When the call ended; empty in the published failed call.
             * @example 2026-03-01T01:12:40Z
             */
            date_time_end_utc: string | null;
            /**
             * @description What became of the call, such as `Completed` or `Failed`; no full list is published.
             * @example Completed
             */
            status: string | null;
            /**
             * @description Source number.
             * @example 4
             */
            source: string | null;
            /**
             * @description Name of the caller (CNAM).
             * @example John Smith
             */
            source_name: string | null;
            /**
             * @description The DID that was called, digits without `+`.
             * @example 97286259404
             */
            destination_did: string | null;
            /**
             * @description Seconds of conversation, 0 when not connected.
             * @example 57
             */
            duration_sec: number | null;
            /**
             * @description Number of the routing attempt.
             * @example 1
             */
            attempt: number | null;
            /**
             * @description SIP code the call ended with.
             * @example 200
             */
            disconnect_code: string | null;
            /**
             * @description Text of the SIP or system response.
             * @example Bye
             */
            response: string | null;
            /**
             * @description Who ended the call.
             * @example Origination
             */
            disconnect_initiator: string | null;
            /**
             * @description Id or name of the voice in trunk; the published rows show a name.
             * @example SIP Trunk
             */
            voice_in_trunk: string | null;
            /**
             * @description URI the call was sent to.
             * @example sip:test@example.com
             */
            destination: string | null;
            /**
             * @description Trunk group of the DID.
             * @example Trunk Group A
             */
            trunk_group: string | null;
            /**
             * @description Shared capacity group.
             * @example Shared Cap A
             */
            capacity_group: string | null;
            /**
             * Format: decimal
             * @description Toll-free charge in USD, exactly as sent.
             * @example 0.000
             */
            toll_free_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for PSTN termination in USD, exactly as sent.
             * @example 0.003
             */
            pstn_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for metered channels in USD, exactly as sent.
             * @example 0.000
             */
            metered_usd: string | null;
            /**
             * Format: decimal
             * @description Charge for the look-up of the caller's name in USD, exactly as sent.
             * @example 0.000
             */
            cnam_in_usd: string | null;
            /**
             * Format: decimal
             * @description All charges of the call in USD, exactly as sent.
             * @example 0.003
             */
            total_usd: string | null;
            /**
             * @description Id of the call; empty in the published failed call.
             * @example abc123
             */
            call_id: string | null;
        };
        /** @description An outbound call, one line of the CSV file. Every value may be empty, which reads as null. The caller is `Source`, which the provider describes in the words it has for the calling number of inbound files; `CLI`, the line identification, is empty in a published row that has a source. */
        CdrOutRecord: {
            /**
             * Format: date-time
             * @description When the call began, as `YYYY-MM-DD HH:MM:SS` in the file.
             * @example 2026-03-01T10:00:00Z
             */
            date_time_start_utc: string | null;
            /**
             * Format: date-time
             * @description When the call was answered; empty when it was not.
             * @example 2026-03-01T10:00:01Z
             */
            date_time_connect_utc: string | null;
            /**
             * Format: date-time
             * @description When the call ended; empty in the published failed call.
             * @example 2026-03-01T10:01:00Z
             */
            date_time_end_utc: string | null;
            /**
             * @description What became of the call, such as `Completed` or `Failed`; no full list is published.
             * @example Completed
             */
            status: string | null;
            /**
             * @description Source number.
             * @example 447700900000
             */
            source: string | null;
            /**
             * @description Caller line identification.
             * @example 447700900000
             */
            cli: string | null;
            /**
             * @description Number that was called; empty in the published failed call.
             * @example 97286259404
             */
            destination_number: string | null;
            /**
             * @description Seconds of conversation, 0 when not connected.
             * @example 59
             */
            call_duration_sec: number | null;
            /**
             * @description Seconds that are charged; empty in the published failed call.
             * @example 60
             */
            billing_duration_sec: number | null;
            /**
             * @description SIP code the call ended with.
             * @example 200
             */
            disconnect_code: string | null;
            /**
             * @description Text of the SIP or system response.
             * @example Normal call clearing
             */
            disconnect_reason: string | null;
            /**
             * @description The voice out trunk; the published rows show a name.
             * @example Voice OUT Trunk
             */
            voice_out_trunk: string | null;
            /**
             * @description Country of the destination.
             * @example United Kingdom
             */
            destination_country: string | null;
            /**
             * @description Network of the destination.
             * @example BT
             */
            network: string | null;
            /**
             * @description Kind of call, such as `International`; no full list is published.
             * @example International
             */
            call_type: string | null;
            /**
             * Format: decimal
             * @description Price of a minute in USD, exactly as sent.
             * @example 0.010
             */
            rate_usd: string | null;
            /**
             * Format: decimal
             * @description Charge of the call in USD, exactly as sent; `0` without decimals occurs.
             * @example 0.010
             */
            charged_usd: string | null;
            /**
             * @description Value of the SIP header of this name; empty in every published row.
             * @example null
             */
            p_charge_info: string | null;
            /**
             * @description Id of the call.
             * @example call-id-abc
             */
            call_id: string | null;
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
         * @example 2026-04-16
         */
        ApiVersion: "2026-04-16";
        /**
         * @description Only these exports. The provider's description of this version has these two filters, and a probe of its clients found the first; its page also names those of period, number and trunk, which are left out here. Another filter is answered by 400.
         * @example {
         *       "external_reference_id": "march"
         *     }
         */
        Filter: {
            /** @description Exports with exactly this reference, one value. Whether it may be blank, to find exports without one, is told in two ways. */
            external_reference_id?: string;
            /**
             * Format: uuid
             * @description The export with this id. Whether several can be asked for is not documented for this version.
             */
            id?: string;
        };
        /**
         * @description What to sort by; `-` in front for descending. Several attributes are written as JSON:API has it: the first one counts most, commas between. Equal values have no documented order. The provider's page does not name `external_reference_id`, its description does.
         * @example [
         *       "-created_at"
         *     ]
         */
        Sort: ("status" | "-status" | "created_at" | "-created_at" | "external_reference_id" | "-external_reference_id")[];
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
export type CallbackMethod = components['schemas']['CallbackMethod'];
export type ExternalReferenceId = components['schemas']['ExternalReferenceId'];
export type CdrInFilters = components['schemas']['CdrInFilters'];
export type CdrOutFilters = components['schemas']['CdrOutFilters'];
export type CdrInCreateAttributes = components['schemas']['CdrInCreateAttributes'];
export type CdrOutCreateAttributes = components['schemas']['CdrOutCreateAttributes'];
export type ExportCreateAttributes = components['schemas']['ExportCreateAttributes'];
export type ExportCreateDocument = components['schemas']['ExportCreateDocument'];
export type ExportUpdateAttributes = components['schemas']['ExportUpdateAttributes'];
export type ExportUpdateDocument = components['schemas']['ExportUpdateDocument'];
export type CdrInShownFilters = components['schemas']['CdrInShownFilters'];
export type CdrOutShownFilters = components['schemas']['CdrOutShownFilters'];
export type CdrInExportAttributes = components['schemas']['CdrInExportAttributes'];
export type CdrOutExportAttributes = components['schemas']['CdrOutExportAttributes'];
export type ExportAttributes = components['schemas']['ExportAttributes'];
export type Export = components['schemas']['Export'];
export type ExportDocument = components['schemas']['ExportDocument'];
export type ExportsDocument = components['schemas']['ExportsDocument'];
export type ExportFile = components['schemas']['ExportFile'];
export type ExportCallback = components['schemas']['ExportCallback'];
export type CallbackUrl = components['schemas']['CallbackUrl'];
export type ServedVersion = components['schemas']['ServedVersion'];
export type PageMeta = components['schemas']['PageMeta'];
export type PageLinks = components['schemas']['PageLinks'];
export type JsonApiError = components['schemas']['JsonApiError'];
export type ErrorsDocument = components['schemas']['ErrorsDocument'];
export type Meta = components['schemas']['Meta'];
export type CdrInRecord = components['schemas']['CdrInRecord'];
export type CdrOutRecord = components['schemas']['CdrOutRecord'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerFault = components['responses']['ServerFault'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseUnprocessableContent = components['responses']['UnprocessableContent'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ParameterApiVersion = components['parameters']['ApiVersion'];
export type ParameterFilter = components['parameters']['Filter'];
export type ParameterSort = components['parameters']['Sort'];
export type ParameterFields = components['parameters']['Fields'];
export type ParameterPage = components['parameters']['Page'];
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
                 * @description Only these exports. The provider's description of this version has these two filters, and a probe of its clients found the first; its page also names those of period, number and trunk, which are left out here. Another filter is answered by 400.
                 * @example {
                 *       "external_reference_id": "march"
                 *     }
                 */
                filter?: components["parameters"]["Filter"];
                /**
                 * @description What to sort by; `-` in front for descending. Several attributes are written as JSON:API has it: the first one counts most, commas between. Equal values have no documented order. The provider's page does not name `external_reference_id`, its description does.
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
                 * @example 2026-04-16
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
                 * @example 2026-04-16
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
                 * @example 2026-04-16
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
    updateExport: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Asks for this version. Without it the account's own version serves, and so it does when this one is older than the account's: `meta.api_version` tells.
                 * @example 2026-04-16
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
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["ExportUpdateDocument"];
            };
        };
        responses: {
            /** @description The export as it is now. */
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
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
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
                 *       "status": "completed",
                 *       "url": "https://api.didww.com/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz"
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
