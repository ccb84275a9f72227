// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

/**
 * What one body may cost to read. Whatever lies beyond is skipped and counted, never an error.
 *
 * @param maxLines lines looked at, comments included
 * @param maxSamples samples kept
 * @param maxLabels labels of one sample
 * @param maxTextBytes bytes of one label name or one escaped label value
 */
public record ExpositionLimits(int maxLines, int maxSamples, int maxLabels, int maxTextBytes) {}
