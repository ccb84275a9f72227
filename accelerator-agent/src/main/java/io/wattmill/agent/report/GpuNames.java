// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import java.util.Map;

/** Catalogue names of GPUs by the names that their driver gives them. */
final class GpuNames {

    /** How the name of an emulated device ends. */
    static final String EMULATED = " (emulated)";

    private static final Map<String, String> CATALOGUE =
            Map.of(
                    "NVIDIA H100 80GB HBM3", "h100-sxm",
                    "NVIDIA H200", "h200-sxm");

    private GpuNames() {}

    /** The catalogue's name; empty where the catalogue does not hold it. */
    static String of(String modelName) {
        String real =
                modelName.endsWith(EMULATED)
                        ? modelName.substring(0, modelName.length() - EMULATED.length())
                        : modelName;
        return CATALOGUE.getOrDefault(real, "");
    }
}
