// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.vertx.core.buffer.Buffer;

/**
 * A whole answer, as it went out with status 200.
 *
 * @param requestId the request that it was an answer to
 * @param contentType type of the bytes
 * @param bytes all of the body, or of the stream of events
 */
public record Answer(String requestId, String contentType, Buffer bytes) {}
