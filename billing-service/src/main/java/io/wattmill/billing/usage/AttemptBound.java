// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

/**
 * What an engine may have counted at most for an attempt of which it did not say what it made.
 *
 * @param outputTokens 0 when the request set no bound
 * @param estimated whether the tokens on record are the gateway's own estimate
 */
public record AttemptBound(long promptTokens, long outputTokens, boolean estimated) {}
