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
         * @description The exports of the account, page by page, those created with earlier versions too: they keep the filters of their version, and their file its columns. Exports deleted after their month are no longer listed.
         */
        get: operations["listExports"];
        put?: never;
        /**
         * Create an export
         * @description Orders a file of detail records. Creating is not idempotent: the same request sent twice makes two exports, so it may be repeated only when it surely was not carried out. With an `external_reference_id` of one's own the list tells whether it was.
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
         * @description Sets or clears the reference of an export; nothing else of it can be changed.
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
         * @description The records, as gzip of UTF-8 CSV with a header line. Take the whole `url` of the export: the file has a name of its own, which is not the id of the export. The body is the `.csv.gz` itself, without `Content-Encoding`. It takes a bearer token or the key of the account. Whether `Range` is honoured is not documented.
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
         * @description Sent to the `callback_url` of the export when it is completed; completion is the only event. It is signed with the callback secret of the account, of which one at a time can be enabled; without an enabled one nothing is sent. The payload is the body, also when the URL has a query of its own. Any answer from 200 to 299 within 60 seconds is success (the provider's description says 200 to 298); otherwise up to nine more attempts follow, after 1, 10 and 30 minutes, 1, 3, 6 and 12 hours, 1 and 2 days. Nothing in it tells when it was signed, so take it as a hint and ask the API.
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
        /** @description HTTP or HTTPS address to be called when the export is completed. One without a scheme is read as `http://`. Given together with `callback_method`. */
        CallbackUrl: string | null;
        /** @description Address to be called when the export is completed. Whether one that was given without a scheme is shown with it is not known. */
        ShownCallbackUrl: string | null;
        /**
         * @description HTTP method of the callback. Given together with `callback_url`.
         * @enum {string|null}
         */
        CallbackMethod: "post" | "get" | null;
        /** @description A name of one's own for the export, at most 100 characters. It is not known to be unique, and null clears it. */
        ExternalReferenceId: string | null;
        /** @description One id, or several of which any matches. */
        Uuids: string | string[];
        /**
         * @description How messages reach or leave a trunk.
         * @enum {string}
         */
        TrunkType: "SMPP SMSC" | "SMPP ESME" | "Email" | "HTTP IN";
        /** @description One type of trunk, or several of which any matches. */
        TrunkTypes: components["schemas"]["TrunkType"] | components["schemas"]["TrunkType"][];
        /**
         * @description What became of an inbound message.
         * @enum {string}
         */
        SmsInStatus: "Success" | "Failed" | "Queued";
        /**
         * @description What became of an outbound message.
         * @enum {string}
         */
        SmsOutStatus: "Routing Error" | "In Progress" | "Queued" | "Failed" | "Success";
        /**
         * @description `p2p` or `a2p`, in any letter case; kept as sent.
         * @example a2p
         */
        ServiceType: string;
        /** @description Which inbound calls. A filter that is not listed here is refused. */
        CdrInFilters: {
            /**
             * @description Records that began at this time in UTC or later, as `YYYY-MM-DD HH:MM:SS`. Must be in the current or the two previous months and before `to`. Whether ISO 8601 is read too, as it is by 2026-04-16, is not known of this version.
             * @example 2026-10-01 00:00:00
             */
            from: string;
            /**
             * @description Records that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-11-01 00:00:00
             */
            to: string;
            /** @description Only calls to this DID number, E.164 without `+`. Without it, calls to all DIDs of the account. */
            did_number?: string;
            /** @description Only calls of this caller, as its number reached DIDWW. */
            source_number?: string;
            /** @description Only calls of this caller, as its number was delivered to the trunk. */
            source_number_out?: string;
            /**
             * @description Only calls from this country, ISO 3166-1 alpha-2.
             * @example GB
             */
            source_country_iso?: string;
        };
        /** @description Which outbound calls. A filter that is not listed here is refused. */
        CdrOutFilters: {
            /**
             * @description Records that began at this time in UTC or later, as `YYYY-MM-DD HH:MM:SS`. Must be in the current or the two previous months and before `to`. Whether ISO 8601 is read too, as it is by 2026-04-16, is not known of this version.
             * @example 2026-10-01 00:00:00
             */
            from: string;
            /**
             * @description Records that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-11-01 00:00:00
             */
            to: string;
            /**
             * Format: uuid
             * @description Only calls through this voice out trunk. Without it, calls through all trunks.
             */
            "voice_out_trunk.id"?: string;
            /** @description Only calls of this source number. */
            source?: string;
            /** @description Only calls with this caller line identification. */
            cli?: string;
            /** @description Only calls to this number. */
            destination?: string;
        };
        /** @description Which inbound messages. A filter that is not listed here is refused. */
        SmsInFilters: {
            /**
             * @description Records that began at this time in UTC or later, as `YYYY-MM-DD HH:MM:SS`. Must be in the current or the two previous months and before `to`. Whether ISO 8601 is read too, as it is by 2026-04-16, is not known of this version.
             * @example 2026-10-01 00:00:00
             */
            from: string;
            /**
             * @description Records that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-11-01 00:00:00
             */
            to: string;
            /** @description Only messages from exactly this address. */
            source_address_eq?: string;
            /** @description Only messages from addresses that contain this text. */
            source_address_cont?: string;
            /** @description Only messages to exactly this address. */
            destination_address_eq?: string;
            /** @description Only messages to addresses that contain this text. */
            destination_address_cont?: string;
            status?: components["schemas"]["SmsInStatus"];
            trunk_type?: components["schemas"]["TrunkTypes"];
            "sms_trunk.id"?: components["schemas"]["Uuids"];
            /** @description Only the message with this id. */
            sms_id?: string;
        };
        /** @description Which outbound messages. A filter that is not listed here is refused. */
        SmsOutFilters: {
            /**
             * @description Records that began at this time in UTC or later, as `YYYY-MM-DD HH:MM:SS`. Must be in the current or the two previous months and before `to`. Whether ISO 8601 is read too, as it is by 2026-04-16, is not known of this version.
             * @example 2026-10-01 00:00:00
             */
            from: string;
            /**
             * @description Records that began before this time in UTC, which is itself not part of the period: a month ends with the first moment of the next. Must not be in the future.
             * @example 2026-11-01 00:00:00
             */
            to: string;
            /** @description Only messages from exactly this address. */
            source_address_eq?: string;
            /** @description Only messages from addresses that contain this text. */
            source_address_cont?: string;
            /** @description Only messages to exactly this address. */
            destination_address_eq?: string;
            /** @description Only messages to addresses that contain this text. */
            destination_address_cont?: string;
            status?: components["schemas"]["SmsOutStatus"];
            "sms_trunk.id"?: components["schemas"]["Uuids"];
            /** @description Only the message with this id. */
            sms_id?: string;
            service_type?: components["schemas"]["ServiceType"];
            "sender_id_verification.id"?: components["schemas"]["Uuids"];
        };
        /** @description An order for inbound calls. A callback is given whole, URL and method, or not at all. */
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
        /** @description An order for outbound calls. A callback is given whole, URL and method, or not at all. */
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
        /** @description An order for inbound messages. A callback is given whole, URL and method, or not at all. */
        SmsInCreateAttributes: {
            /**
             * @description Inbound messages. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            export_type: "sms_in";
            filters: components["schemas"]["SmsInFilters"];
            callback_url?: components["schemas"]["CallbackUrl"];
            callback_method?: components["schemas"]["CallbackMethod"];
            external_reference_id?: components["schemas"]["ExternalReferenceId"];
        };
        /** @description An order for outbound messages. A callback is given whole, URL and method, or not at all. */
        SmsOutCreateAttributes: {
            /**
             * @description Outbound messages. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            export_type: "sms_out";
            filters: components["schemas"]["SmsOutFilters"];
            callback_url?: components["schemas"]["CallbackUrl"];
            callback_method?: components["schemas"]["CallbackMethod"];
            external_reference_id?: components["schemas"]["ExternalReferenceId"];
        };
        /** @description What to export, told apart by `export_type`. */
        ExportCreateAttributes: components["schemas"]["CdrInCreateAttributes"] | components["schemas"]["CdrOutCreateAttributes"] | components["schemas"]["SmsInCreateAttributes"] | components["schemas"]["SmsOutCreateAttributes"];
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
        /** @description The filters the export was created with, and no others. One that was created with an earlier version keeps the filters of that version, so none of them is sure to be there. Those may be numbers, as the provider's collection for 2026-04-16 shows them. */
        CdrInShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-10-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-11-01 00:00:00
             */
            to?: string;
            /** @description Only calls to this DID number. */
            did_number?: string;
            /** @description Only calls of this caller, as its number reached DIDWW. */
            source_number?: string;
            /** @description Only calls of this caller, as its number was delivered to the trunk. */
            source_number_out?: string;
            /** @description Only calls from this country, ISO 3166-1 alpha-2. */
            source_country_iso?: string;
            /** @description Earlier versions only: year of the calls, as it was given. */
            year?: string | number;
            /** @description Earlier versions only: month of the calls. */
            month?: string | number;
        };
        /** @description The filters the export was created with, and no others. One that was created with an earlier version keeps the filters of that version, so none of them is sure to be there. Those may be numbers, as the provider's collection for 2026-04-16 shows them. */
        CdrOutShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-10-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-11-01 00:00:00
             */
            to?: string;
            /** @description Only calls through this voice out trunk. */
            "voice_out_trunk.id"?: string;
            /** @description Only calls of this source number. */
            source?: string;
            /** @description Only calls with this caller line identification. */
            cli?: string;
            /** @description Only calls to this number. */
            destination?: string;
            /** @description Earlier versions only: year of the calls, as it was given. */
            year?: string | number;
            /** @description Earlier versions only: month of the calls. */
            month?: string | number;
            /** @description Earlier versions only: day of the calls. */
            day?: string | number;
        };
        /** @description The filters the export was created with, and no others. Whether a single value of a filter that takes several is shown as a list is not known. */
        SmsInShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-10-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-11-01 00:00:00
             */
            to?: string;
            /** @description Only messages from exactly this address. */
            source_address_eq?: string;
            /** @description Only messages from addresses that contain this text. */
            source_address_cont?: string;
            /** @description Only messages to exactly this address. */
            destination_address_eq?: string;
            /** @description Only messages to addresses that contain this text. */
            destination_address_cont?: string;
            status?: components["schemas"]["SmsInStatus"];
            trunk_type?: components["schemas"]["TrunkTypes"];
            "sms_trunk.id"?: components["schemas"]["Uuids"];
            /** @description Only the message with this id. */
            sms_id?: string;
        };
        /** @description The filters the export was created with, and no others. Whether a single value of a filter that takes several is shown as a list is not known. */
        SmsOutShownFilters: {
            /**
             * @description Start of the period in UTC, part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-10-01 00:00:00
             */
            from?: string;
            /**
             * @description End of the period in UTC, not part of it, as `YYYY-MM-DD HH:MM:SS`.
             * @example 2026-11-01 00:00:00
             */
            to?: string;
            /** @description Only messages from exactly this address. */
            source_address_eq?: string;
            /** @description Only messages from addresses that contain this text. */
            source_address_cont?: string;
            /** @description Only messages to exactly this address. */
            destination_address_eq?: string;
            /** @description Only messages to addresses that contain this text. */
            destination_address_cont?: string;
            status?: components["schemas"]["SmsOutStatus"];
            "sms_trunk.id"?: components["schemas"]["Uuids"];
            /** @description Only the message with this id. */
            sms_id?: string;
            service_type?: components["schemas"]["ServiceType"];
            "sender_id_verification.id"?: components["schemas"]["Uuids"];
        };
        /** @description The state of an export of inbound calls. */
        CdrInExportAttributes: {
            /**
             * @description Inbound calls.
             * @constant
             */
            export_type: "cdr_in";
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            filters: components["schemas"]["CdrInShownFilters"];
            callback_url: components["schemas"]["ShownCallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. Null is allowed by the provider's description of 2026-04-16, and no example shows it.
             */
            created_at: string | null;
        };
        /** @description The state of an export of outbound calls. */
        CdrOutExportAttributes: {
            /**
             * @description Outbound calls.
             * @constant
             */
            export_type: "cdr_out";
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            filters: components["schemas"]["CdrOutShownFilters"];
            callback_url: components["schemas"]["ShownCallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. Null is allowed by the provider's description of 2026-04-16, and no example shows it.
             */
            created_at: string | null;
        };
        /** @description The state of an export of inbound messages. */
        SmsInExportAttributes: {
            /**
             * @description Inbound messages.
             * @constant
             */
            export_type: "sms_in";
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            filters: components["schemas"]["SmsInShownFilters"];
            callback_url: components["schemas"]["ShownCallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. Null is allowed by the provider's description of 2026-04-16, and no example shows it.
             */
            created_at: string | null;
        };
        /** @description The state of an export of outbound messages. */
        SmsOutExportAttributes: {
            /**
             * @description Outbound messages.
             * @constant
             */
            export_type: "sms_out";
            status: components["schemas"]["ExportStatus"];
            /**
             * Format: uri
             * @description Where its file is; null until it is completed.
             */
            url: string | null;
            filters: components["schemas"]["SmsOutShownFilters"];
            callback_url: components["schemas"]["ShownCallbackUrl"];
            callback_method: components["schemas"]["CallbackMethod"];
            external_reference_id: components["schemas"]["ExternalReferenceId"];
            /**
             * Format: date-time
             * @description When the export was created, ISO 8601 UTC. Null is allowed by the provider's description of 2026-04-16, and no example shows it.
             */
            created_at: string | null;
        };
        /** @description The state of an export, with the filters of its `export_type`. */
        ExportAttributes: components["schemas"]["CdrInExportAttributes"] | components["schemas"]["CdrOutExportAttributes"] | components["schemas"]["SmsInExportAttributes"] | components["schemas"]["SmsOutExportAttributes"];
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
        /** @description The payload of a callback, the same for all four types. */
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
             * @description Where its file is.
             */
            url: string;
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
        /** @description An inbound call, one line of the CSV file. **Known in part**: of the provider's list of columns only the first ten are known here. The file has more, presumably those that follow in 2026-04-16; they are kept by their name in the header. Every value may be empty, which reads as null. */
        CdrInRecord: {
            /**
             * Format: date-time
             * @description When the call began, as `YYYY-MM-DD HH:MM:SS` in the file.
             * @example 2026-10-01T01:11:42Z
             */
            date_time_start_utc: string | null;
            /**
             * Format: date-time
             * @description When the call was answered; empty when it was not.
             * @example 2026-10-01T01:11:43Z
             */
            date_time_connect_utc: string | null;
            /**
             * Format: date-time
             * @description When the call ended.
             * @example 2026-10-01T01:12:40Z
             */
            date_time_end_utc: string | null;
            /**
             * @description What became of the call; no list of its values is known for this version.
             * @example Completed
             */
            status: string | null;
            /**
             * @description Number of the caller as it reached DIDWW.
             * @example 447700900000
             */
            source_number: string | null;
            /**
             * @description Number of the caller as delivered to the trunk.
             * @example 447700900000
             */
            source_number_out: string | null;
            /**
             * @description Name of the caller (CNAM).
             * @example John Smith
             */
            source_name: string | null;
            /**
             * @description Country of the caller; whether as a name or a code is not known.
             * @example United Kingdom
             */
            source_country: string | null;
            /**
             * @description Network of the caller.
             * @example BT
             */
            source_network: string | null;
            /**
             * @description The DID that was called.
             * @example 97286259404
             */
            destination_did: string | null;
        };
        /** @description An outbound call, one line of the CSV file. **No column is known** of this version; the columns of 2026-04-16 may or may not be among them. Every column is kept, as text, by its name in the header. */
        CdrOutRecord: {
            [key: string]: unknown;
        };
        /** @description An inbound message, one line of the CSV file. **No column is known**: the fields that the user panel shows of a message are no column names. Every column is kept, as text, by its name in the header. */
        SmsInRecord: {
            [key: string]: unknown;
        };
        /** @description An outbound message, one line of the CSV file. **No column is known**: the fields that the user panel shows of a message are no column names. Every column is kept, as text, by its name in the header. */
        SmsOutRecord: {
            [key: string]: unknown;
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
        /** @description The bearer token was refused: it is unknown, expired, or made for another audience. A request without a bearer token, with an `Api-Key` for example, is answered 401 too, but without a body. The text of the body is not published for this version; the example is of an earlier one. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["Challenge"];
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
        /** @description The token was made with the scope `read`, and this operation needs `full`. The challenge says `insufficient_scope`. No body of this answer has been recorded. */
        Forbidden: {
            headers: {
                /**
                 * @description The challenge of RFC 6750, with the error `insufficient_scope`.
                 * @example Bearer error="insufficient_scope"
                 */
                "WWW-Authenticate"?: string;
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
            };
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
         * @description Exports with one of these ids, separated by commas.
         * @example [
         *       "77ebb57f-7b01-4178-bc84-9d1a8d2ae850"
         *     ]
         */
        FilterId: string[];
        /**
         * @description Exports with exactly this reference, one value, not blank.
         * @example october
         */
        FilterExternalReferenceId: string;
        /**
         * @description Exports of one of these types, separated by commas, those of earlier versions too.
         * @example [
         *       "sms_in",
         *       "sms_out"
         *     ]
         */
        FilterExportType: ("cdr_in" | "cdr_out" | "sms_in" | "sms_out")[];
        /**
         * @description Exports with one of these statuses, separated by commas.
         * @example [
         *       "pending",
         *       "processing"
         *     ]
         */
        FilterStatus: components["schemas"]["ExportStatus"][];
        /**
         * @description Exports created at this time or later, ISO 8601.
         * @example 2026-11-01T00:00:00Z
         */
        FilterCreatedAtGteq: string;
        /**
         * @description Exports created at this time or earlier, ISO 8601.
         * @example 2026-12-01T00:00:00Z
         */
        FilterCreatedAtLteq: string;
        /**
         * @description What to sort by; `-` in front for descending. Several attributes are written as JSON:API has it: the first one counts most, commas between. Equal values have no documented order.
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
         * @description The challenge of RFC 6750. That there is one is documented, its exact text is not.
         * @example Bearer error="invalid_token"
         */
        Challenge: string;
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
export type ShownCallbackUrl = components['schemas']['ShownCallbackUrl'];
export type CallbackMethod = components['schemas']['CallbackMethod'];
export type ExternalReferenceId = components['schemas']['ExternalReferenceId'];
export type Uuids = components['schemas']['Uuids'];
export type TrunkType = components['schemas']['TrunkType'];
export type TrunkTypes = components['schemas']['TrunkTypes'];
export type SmsInStatus = components['schemas']['SmsInStatus'];
export type SmsOutStatus = components['schemas']['SmsOutStatus'];
export type ServiceType = components['schemas']['ServiceType'];
export type CdrInFilters = components['schemas']['CdrInFilters'];
export type CdrOutFilters = components['schemas']['CdrOutFilters'];
export type SmsInFilters = components['schemas']['SmsInFilters'];
export type SmsOutFilters = components['schemas']['SmsOutFilters'];
export type CdrInCreateAttributes = components['schemas']['CdrInCreateAttributes'];
export type CdrOutCreateAttributes = components['schemas']['CdrOutCreateAttributes'];
export type SmsInCreateAttributes = components['schemas']['SmsInCreateAttributes'];
export type SmsOutCreateAttributes = components['schemas']['SmsOutCreateAttributes'];
export type ExportCreateAttributes = components['schemas']['ExportCreateAttributes'];
export type ExportCreateDocument = components['schemas']['ExportCreateDocument'];
export type ExportUpdateAttributes = components['schemas']['ExportUpdateAttributes'];
export type ExportUpdateDocument = components['schemas']['ExportUpdateDocument'];
export type CdrInShownFilters = components['schemas']['CdrInShownFilters'];
export type CdrOutShownFilters = components['schemas']['CdrOutShownFilters'];
export type SmsInShownFilters = components['schemas']['SmsInShownFilters'];
export type SmsOutShownFilters = components['schemas']['SmsOutShownFilters'];
export type CdrInExportAttributes = components['schemas']['CdrInExportAttributes'];
export type CdrOutExportAttributes = components['schemas']['CdrOutExportAttributes'];
export type SmsInExportAttributes = components['schemas']['SmsInExportAttributes'];
export type SmsOutExportAttributes = components['schemas']['SmsOutExportAttributes'];
export type ExportAttributes = components['schemas']['ExportAttributes'];
export type Export = components['schemas']['Export'];
export type ExportDocument = components['schemas']['ExportDocument'];
export type ExportsDocument = components['schemas']['ExportsDocument'];
export type ExportFile = components['schemas']['ExportFile'];
export type ExportCallback = components['schemas']['ExportCallback'];
export type ServedVersion = components['schemas']['ServedVersion'];
export type PageMeta = components['schemas']['PageMeta'];
export type PageLinks = components['schemas']['PageLinks'];
export type JsonApiError = components['schemas']['JsonApiError'];
export type ErrorsDocument = components['schemas']['ErrorsDocument'];
export type Meta = components['schemas']['Meta'];
export type CdrInRecord = components['schemas']['CdrInRecord'];
export type CdrOutRecord = components['schemas']['CdrOutRecord'];
export type SmsInRecord = components['schemas']['SmsInRecord'];
export type SmsOutRecord = components['schemas']['SmsOutRecord'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerFault = components['responses']['ServerFault'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseUnprocessableContent = components['responses']['UnprocessableContent'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ParameterFilterId = components['parameters']['FilterId'];
export type ParameterFilterExternalReferenceId = components['parameters']['FilterExternalReferenceId'];
export type ParameterFilterExportType = components['parameters']['FilterExportType'];
export type ParameterFilterStatus = components['parameters']['FilterStatus'];
export type ParameterFilterCreatedAtGteq = components['parameters']['FilterCreatedAtGteq'];
export type ParameterFilterCreatedAtLteq = components['parameters']['FilterCreatedAtLteq'];
export type ParameterSort = components['parameters']['Sort'];
export type ParameterFields = components['parameters']['Fields'];
export type ParameterPage = components['parameters']['Page'];
export type ParameterExportId = components['parameters']['ExportId'];
export type ParameterFilename = components['parameters']['Filename'];
export type ParameterSignature = components['parameters']['Signature'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderChallenge = components['headers']['Challenge'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listExports: {
        parameters: {
            query?: {
                /**
                 * @description Exports with one of these ids, separated by commas.
                 * @example [
                 *       "77ebb57f-7b01-4178-bc84-9d1a8d2ae850"
                 *     ]
                 */
                "filter[id]"?: components["parameters"]["FilterId"];
                /**
                 * @description Exports with exactly this reference, one value, not blank.
                 * @example october
                 */
                "filter[external_reference_id]"?: components["parameters"]["FilterExternalReferenceId"];
                /**
                 * @description Exports of one of these types, separated by commas, those of earlier versions too.
                 * @example [
                 *       "sms_in",
                 *       "sms_out"
                 *     ]
                 */
                "filter[export_type]"?: components["parameters"]["FilterExportType"];
                /**
                 * @description Exports with one of these statuses, separated by commas.
                 * @example [
                 *       "pending",
                 *       "processing"
                 *     ]
                 */
                "filter[status]"?: components["parameters"]["FilterStatus"];
                /**
                 * @description Exports created at this time or later, ISO 8601.
                 * @example 2026-11-01T00:00:00Z
                 */
                "filter[created_at_gteq]"?: components["parameters"]["FilterCreatedAtGteq"];
                /**
                 * @description Exports created at this time or earlier, ISO 8601.
                 * @example 2026-12-01T00:00:00Z
                 */
                "filter[created_at_lteq]"?: components["parameters"]["FilterCreatedAtLteq"];
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
            header?: never;
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
            header?: never;
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
            403: components["responses"]["Forbidden"];
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
            header?: never;
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
            header?: never;
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
            403: components["responses"]["Forbidden"];
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
            /** @description The file. The provider's description says `application/gzip`, recordings of earlier versions show `application/octet-stream`. */
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
            /** @description The credential was refused. A refused bearer token is answered with errors and a challenge, a refused key, or none at all, without a body. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.api+json": components["schemas"]["ErrorsDocument"];
                };
            };
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
