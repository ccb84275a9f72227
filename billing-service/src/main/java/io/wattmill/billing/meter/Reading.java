// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * What one source showed.
 *
 * @param method how the agent measured: dcgm-counter, nvml-counter, integral
 * @param qualityPpm 1,000,000 when counter and integral agree
 */
public record Reading(SourceKey source, String method, long rawUj, long powerMw, long qualityPpm) {}
