// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

/**
 * What was run.
 *
 * @param kind {@code replay} or {@code simulation}
 * @param trace the trace's name
 * @param model the model asked for
 * @param target where the requests went: a URL or a plan
 * @param speed how many times faster than recorded
 */
public record RunLabel(String kind, String trace, String model, String target, double speed) {}
