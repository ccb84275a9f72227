// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.report.GpuNames;
import io.wattmill.billing.energy.CostConfig;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.PowerCurves;
import io.wattmill.router.engine.TopClocks;
import io.wattmill.twin.emulator.EmulatedFleet;
import io.wattmill.twin.emulator.EmulatorConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Services that must not know each other have figures of the same GPUs. */
class GpuCatalogueTest {

    /** No published hourly rate is known of these: a site gives its own. */
    private static final Set<String> WITHOUT_RATE = Set.of("a100-sxm", "l40s", "rtx-pro-6000");

    private static final Pattern MODEL = Pattern.compile("modelName=\"([^\"]+)\"");

    static List<String> modelled() {
        return Gpus.all().stream().map(GpuSpec::name).toList();
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void everyGpuThatIsModelledHasARate(String gpu) {
        var rates = Configuration.defaults(CostConfig.class).rates().perHour();
        assertEquals(
                !WITHOUT_RATE.contains(gpu),
                rates.containsKey(gpu),
                gpu
                        + ": its hourly rate belongs to billing's CostConfig, or else it is named"
                        + " here");
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void everyGpuThatIsModelledHasAHighestClock(String gpu) {
        assertTrue(TopClocks.megahertz(gpu).isPresent(), gpu + ": its clock belongs to TopClocks");
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void everyGpuThatIsModelledHasAPowerCurve(String gpu) {
        long cap = Gpus.find(gpu).orElseThrow().power().capMilliwatts();
        assertFalse(PowerCurves.of(gpu, cap).source().isBlank(), gpu);
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void anAgentKnowsAnEmulatedOneByItsDriversName(String gpu) throws IOException {
        String name = driverName(gpu);
        assertTrue(name.endsWith(" (emulated)"), name);
        assertEquals(gpu, GpuNames.of(name), name + " belongs to the agent's gpu-names.csv");
    }

    @Test
    void anAgentKnowsNoGpuThatIsNotModelled() {
        assertEquals(modelled().stream().sorted().toList(), GpuNames.known());
    }

    private static String driverName(String gpu) throws IOException {
        Vertx vertx = Vertx.vertx();
        var config =
                Configuration.parse("emulator: {nodes: 1, gpu: " + gpu + "}", Map.of())
                        .section("emulator", EmulatorConfig.class);
        var fleet = new EmulatedFleet(ServiceContext.of(vertx), config);
        try {
            Await.await(fleet.start());
            Matcher model = MODEL.matcher(page(fleet.addresses().getFirst().deviceMetricsUrl()));
            assertTrue(model.find(), "the page of devices names their model");
            return model.group(1);
        } finally {
            Await.await(fleet.stop());
            Await.await(vertx.close());
        }
    }

    private static String page(URI url) throws IOException {
        try (InputStream body = url.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
