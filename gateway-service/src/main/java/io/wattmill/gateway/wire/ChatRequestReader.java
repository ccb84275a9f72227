// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads a chat completion request in one streaming pass over the whole body. What is authorized
 * here is what the engine will read: the document must be well-formed UTF-8 JSON to its last byte,
 * and no top-level key may come twice or in escapes.
 */
public final class ChatRequestReader {

    private static final Set<String> SCALARS =
            Set.of(
                    "model",
                    "stream",
                    "max_tokens",
                    "max_completion_tokens",
                    "n",
                    "user",
                    "service_tier");

    private final WireJson json;

    /** A reader with bounds; it has no state and may be shared. */
    public ChatRequestReader(JsonLimits limits) {
        json = new WireJson(limits);
    }

    /** Reads {@code body}, which must not change afterwards. */
    public ChatParse read(byte[] body) {
        if (!Utf8.isWellFormed(body)) {
            return new ChatParse.Invalid(
                    ApiError.badRequest("invalid_json", "The body is not valid UTF-8."));
        }
        Slice slice = Slice.of(body);
        try (JsonParser in = json.parser(slice)) {
            return new ChatParse.Valid(read(in, slice));
        } catch (WireException e) {
            return new ChatParse.Invalid(e.error());
        } catch (JsonProcessingException e) {
            return new ChatParse.Invalid(malformed(e));
        } catch (IOException _) {
            return new ChatParse.Invalid(
                    ApiError.badRequest("invalid_json", "The body could not be read as JSON."));
        }
    }

    private ChatRequest read(JsonParser in, Slice slice) throws IOException, WireException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "The body must be one JSON object."));
        }
        var scanner = new MemberScanner(in, slice, SCALARS);
        Map<String, Member> members = scanner.scan();
        int end = scanner.end() - 1;
        if (in.nextToken() != null) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "Data follows the JSON object."));
        }
        return new ChatRequestMembers(slice.bytes(), members, json).request(end);
    }

    /** Names the place, never the text: error messages end in logs. */
    private static ApiError malformed(JsonProcessingException e) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String where = at < 0 ? "" : " near byte " + at;
        return ApiError.badRequest(
                "invalid_json",
                "The body is not valid JSON, or beyond the limits on depth and length"
                        + where
                        + ".");
    }
}
