// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import java.util.List;

/** What a scripted engine does with a request. */
public sealed interface Script {

    /** Answers with this many tokens; {@code cached} prompt tokens came from the cache. */
    record Answer(int prompt, int cached, int tokens) implements Script {}

    /** As {@link Answer}, from an engine that reports no usage. */
    record Uncounted(int tokens) implements Script {}

    /** Streams tokens, one each few milliseconds, until the caller resets. */
    record Endless() implements Script {}

    /** Sends this many tokens, then cuts the connection. */
    record DiesAfter(int tokens) implements Script {}

    /** Sends this many tokens, then nothing more. */
    record HangsAfter(int tokens) implements Script {}

    /** Sends this many tokens, then something that is not JSON. */
    record GarbageAfter(int tokens) implements Script {}

    /** Sends this many tokens, then an error object, then {@code [DONE]} as vLLM does. */
    record ErrorAfter(int tokens) implements Script {}

    /** Answers with a status and a message. */
    record Status(int code, String message) implements Script {}

    /** Answers with a status and the seconds after which it may be asked again. */
    record Busy(int code, int retryAfterSeconds) implements Script {}

    /** Reads the request and cuts the connection. */
    record Resets() implements Script {}

    /** Reads the request and says nothing. */
    record Silent() implements Script {}

    /** Sends a whole answer that is not JSON. */
    record Garbage() implements Script {}

    /** Answers with exactly this document, or streams exactly these and then {@code [DONE]}. */
    record Exact(String whole, List<String> chunks) implements Script {

        public static Exact whole(String document) {
            return new Exact(document, List.of());
        }

        public static Exact chunks(String... documents) {
            return new Exact("", List.of(documents));
        }
    }
}
