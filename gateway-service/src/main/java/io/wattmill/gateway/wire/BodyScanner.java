// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Map;

/**
 * Reads a request body in one streaming pass. What is authorized here is what the engine will read:
 * the document must be well-formed UTF-8 JSON to its last byte, and no top-level key may come twice
 * or in escapes.
 */
public final class BodyScanner {

    private final WireJson json;
    private final MemberNames wanted;

    /** A scanner with bounds; it has no state and may be shared. */
    public BodyScanner(JsonLimits limits, MemberNames wanted) {
        this.json = new WireJson(limits);
        this.wanted = wanted;
    }

    /**
     * Reads {@code body}, which must not change afterwards.
     *
     * @throws WireException when it is not one JSON object within the bounds
     */
    public JsonBody scan(byte[] body) throws WireException {
        requireUtf8(body);
        Slice slice = Slice.of(body);
        try (JsonParser in = json.parser(slice)) {
            return scan(in, slice);
        } catch (JsonProcessingException e) {
            throw new WireException(malformed(e));
        } catch (IOException _) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "The body could not be read as JSON."));
        }
    }

    /** Refuses a body that a lenient decoder would read as something else. */
    public static void requireUtf8(byte[] body) throws WireException {
        if (!Utf8.isWellFormed(body)) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "The body is not valid UTF-8."));
        }
    }

    private JsonBody scan(JsonParser in, Slice slice) throws IOException, WireException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "The body must be one JSON object."));
        }
        var scanner = new MemberScanner(in, slice, wanted);
        Map<String, Member> members = scanner.scan();
        int end = scanner.end() - 1;
        if (in.nextToken() != null) {
            throw new WireException(
                    ApiError.badRequest("invalid_json", "Data follows the JSON object."));
        }
        return new JsonBody(slice.bytes(), new Members(slice.bytes(), members, json), end);
    }

    /** Names the place, never the text: error messages end in logs. */
    public static ApiError malformed(JsonProcessingException e) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String where = at < 0 ? "" : " near byte " + at;
        return ApiError.badRequest(
                "invalid_json",
                "The body is not valid JSON, or beyond the limits on depth and length"
                        + where
                        + ".");
    }
}
