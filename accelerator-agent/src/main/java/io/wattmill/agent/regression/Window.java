// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * A short time of one engine.
 *
 * @param work what it did
 * @param energyUj what all its devices took, microjoules
 */
public record Window(Work work, long energyUj) {

    private static final double UJ_PER_JOULE = 1e6;

    /** Both windows as one. */
    Window plus(Window other) {
        return new Window(work.plus(other.work), energyUj + other.energyUj);
    }

    /** Mean power, watts. */
    double watts() {
        return energyUj / UJ_PER_JOULE / work.seconds();
    }
}
