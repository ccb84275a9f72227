// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.wire.ChatRequest;

/**
 * An admitted request.
 *
 * @param requestId UUIDv7 of the request
 * @param api name of the API, for example {@code chat.completions}
 * @param request what the caller asked for
 * @param key who asks
 * @param work what the caller says the work is for
 * @param promptTokens estimated tokens of the prompt
 * @param arrivedNanos monotonic time of arrival
 */
public record Job(
        String requestId,
        String api,
        ChatRequest request,
        KeyRecord key,
        WorkContext work,
        long promptTokens,
        long arrivedNanos) {}
