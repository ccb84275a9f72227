// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What a token of each model drew where it was placed last, which is the best guess of where it
 * will be placed next. For any number of threads.
 */
public final class EnergyPriors {

    private static final int MAX_MODELS = 1_024;

    private final EnergyCoefficients unknown;
    private final ConcurrentHashMap<String, EnergyCoefficients> models = new ConcurrentHashMap<>();

    /** Priors that assume {@code unknown} of a model that was never placed. */
    public EnergyPriors(EnergyCoefficients unknown) {
        this.unknown = unknown;
    }

    /** The coefficients to assume. */
    EnergyCoefficients of(String model) {
        return models.getOrDefault(model, unknown);
    }

    /** Notes those of an engine that a request was placed on. */
    void placed(String model, EnergyCoefficients coefficients) {
        boolean tells = coefficients.getDecodeUjPerToken() > 0;
        if (tells && (models.containsKey(model) || models.size() < MAX_MODELS)) {
            models.put(model, coefficients);
        }
    }
}
