// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/**
 * What makes an engine's totals comparable over time.
 *
 * @param startedAtMs when its process began, epoch milliseconds; 0 when it does not say
 * @param finishedRequests requests that it has finished since, whatever became of them
 * @param counts whether it has counters of tokens at all
 */
public record EngineCount(long startedAtMs, long finishedRequests, boolean counts) {}
