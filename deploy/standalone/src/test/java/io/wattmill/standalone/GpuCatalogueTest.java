// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.energy.CostConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.router.engine.Gpus;

import org.junit.jupiter.api.Test;

/** Services that must not know each other have figures of the same GPUs. */
class GpuCatalogueTest {

    @Test
    void everyGpuThatIsModelledHasARate() {
        var rates = Configuration.defaults(CostConfig.class).rates().perHour().keySet();
        Gpus.all().forEach(gpu -> assertTrue(rates.contains(gpu.name()), gpu.name()));
    }
}
