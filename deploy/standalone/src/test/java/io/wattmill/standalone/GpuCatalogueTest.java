// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.energy.CostConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;

import org.junit.jupiter.api.Test;

import java.util.Set;

/** Services that must not know each other have figures of the same GPUs. */
class GpuCatalogueTest {

    /** No published hourly rate is known of these: a site gives its own. */
    private static final Set<String> WITHOUT_RATE = Set.of("a100-sxm", "l40s", "rtx-pro-6000");

    @Test
    void everyGpuThatIsModelledHasARate() {
        var rates = Configuration.defaults(CostConfig.class).rates().perHour().keySet();
        Gpus.all().stream()
                .map(GpuSpec::name)
                .filter(name -> !WITHOUT_RATE.contains(name))
                .forEach(name -> assertTrue(rates.contains(name), name));
    }
}
