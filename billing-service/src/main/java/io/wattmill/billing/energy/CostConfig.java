// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.wattmill.billing.cost.GpuRates;
import io.wattmill.kit.config.Setting;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Rules of cost. The built-in GPU rates are what a neocloud pays per GPU-hour by the constants of
 * InferenceX-app (packages/app/src/lib/constants.ts, 2026-04: SemiAnalysis TCO models, claimed):
 * they include power, so with them electricity counts twice, by less than a fifth of the total. A
 * site sets its own.
 */
public record CostConfig(
        @Setting(
                        value = "",
                        doc =
                                "Currency per GPU-hour by GPU type, without electricity; when"
                                        + " empty, built-in rates.")
                Map<String, BigDecimal> gpuHour,
        @Setting(
                        value = "1.69",
                        min = 0,
                        max = 10_000,
                        doc = "Currency per GPU-hour of a GPU whose type has no rate.")
                BigDecimal otherGpuHour,
        @Setting(
                        value = "site",
                        doc = "Zone of nodes that name none: whose price and carbon they have.")
                String zone,
        @Setting(
                        value = "",
                        doc =
                                "Project that a node is kept for, by node: it bears the windows"
                                        + " without requests.")
                Map<String, String> reserved) {

    private static final Map<String, BigDecimal> KNOWN =
            Map.of(
                    "h100-sxm", new BigDecimal("1.69"),
                    "h200-sxm", new BigDecimal("1.74"),
                    "b200", new BigDecimal("2.34"),
                    "b200-sxm", new BigDecimal("2.34"),
                    "b300-sxm", new BigDecimal("2.808"),
                    "gb200", new BigDecimal("2.75"),
                    "gb300", new BigDecimal("3.30"),
                    "mi300x", new BigDecimal("1.40"),
                    "mi325x", new BigDecimal("1.59"),
                    "mi355x", new BigDecimal("1.90"));

    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

    public CostConfig {
        boolean absurd =
                gpuHour.values().stream()
                        .anyMatch(rate -> rate.signum() < 0 || rate.compareTo(MOST) > 0);
        if (absurd) {
            throw new IllegalArgumentException("a rate per GPU-hour is from 0 to 10000");
        }
        gpuHour = Map.copyOf(gpuHour);
        reserved = Map.copyOf(reserved);
    }

    /** What an hour of each GPU type costs. */
    public GpuRates rates() {
        return new GpuRates(gpuHour.isEmpty() ? KNOWN : gpuHour, otherGpuHour);
    }
}
