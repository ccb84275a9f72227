// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

/**
 * One metric as a reference page tells it.
 *
 * @param service who tells it
 * @param name the family as it is scraped: {@code wattmill_settle_rejected_total}
 * @param type as the scrape says it: counter, gauge, summary or histogram
 * @param unit of its values
 * @param labels names, separated by commas; empty when there is one series
 * @param says what it says, one sentence
 * @param act what to do when it moves; a dash when nothing is
 */
public record MetricLine(
        String service,
        String name,
        String type,
        String unit,
        String labels,
        String says,
        String act) {}
