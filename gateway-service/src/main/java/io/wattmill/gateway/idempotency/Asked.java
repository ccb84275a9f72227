// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A request that names an idempotency key.
 *
 * @param apiKeyId whose name it is: two API keys may use the same text
 * @param projectId who pays for its being kept
 * @param requestId UUID of this request
 * @param key the caller's text
 * @param api the API that is called: the same bytes mean something else to another one
 * @param body what is asked
 */
@SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
public record Asked(
        String apiKeyId, String projectId, String requestId, String key, String api, byte[] body) {

    /** The claim that it would make. Reads the whole body. */
    Claim claim() {
        return new Claim(
                apiKeyId,
                projectId,
                UUID.fromString(requestId),
                sha256(key.getBytes(StandardCharsets.UTF_8)),
                sha256((api + '\n').getBytes(StandardCharsets.UTF_8), body));
    }

    private static Buffer sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Buffer.buffer(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
