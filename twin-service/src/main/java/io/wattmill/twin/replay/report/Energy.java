// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

/**
 * Energy, and how it is known.
 *
 * @param microjoules at least 0
 * @param method such as {@code predicted} or {@code measured}
 */
public record Energy(long microjoules, String method) {}
