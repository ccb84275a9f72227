// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.vertx.core.buffer.Buffer;

import java.util.UUID;

/**
 * One request's claim on a key.
 *
 * @param name SHA-256 of the key: nothing of the caller's text is kept
 * @param body SHA-256 of API and body
 */
record Claim(String apiKeyId, String projectId, UUID requestId, Buffer name, Buffer body) {}
