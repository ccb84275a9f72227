// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

/**
 * Attempts that a gateway closed on one engine.
 *
 * @param promptTokens with the cached ones in them
 * @param outputTokens with what was wasted in it
 */
public record EngineTally(
        EngineKey engine, long requests, long promptTokens, long cachedTokens, long outputTokens) {}
