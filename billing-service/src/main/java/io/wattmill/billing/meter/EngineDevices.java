// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;

/** Which devices an engine runs on, and the model that splits its joules. */
public record EngineDevices(String engineId, List<String> deviceIds, Coefficients coefficients) {

    public EngineDevices {
        deviceIds = List.copyOf(deviceIds);
    }
}
