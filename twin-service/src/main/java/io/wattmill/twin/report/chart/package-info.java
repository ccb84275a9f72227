// SPDX-License-Identifier: Apache-2.0
/**
 * What the charts of a report draw: the year by day and hour, the points that nothing beats, and
 * all of it as JSON for the page's script.
 *
 * <p>Knows answers; knows no colour and no page.
 *
 * <p>Start reading at {@link io.wattmill.twin.report.chart.ChartData}.
 */
@NullMarked
package io.wattmill.twin.report.chart;

import org.jspecify.annotations.NullMarked;
