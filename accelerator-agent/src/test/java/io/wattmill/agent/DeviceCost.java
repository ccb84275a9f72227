// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import com.sun.management.OperatingSystemMXBean;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What looking at eight GPUs ten times a second costs: CPU time of this whole process, router and
 * billing ends included, as a share of a core. The driver library is the tests' stub, so what a
 * real driver spends in the kernel is not in it. Arguments: seconds to warm up, seconds to measure.
 */
final class DeviceCost {

    private static final int GPUS = 8;

    private DeviceCost() {}

    /** Prints one line. */
    public static void main(String[] arguments) throws Exception {
        long warmUp = Long.parseLong(arguments[0]);
        long measured = Long.parseLong(arguments[1]);
        Path folder = Files.createTempDirectory("wattmill-device-cost");
        StubDriver driver = StubDriver.build(folder);
        driver.gpus(GPUS);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        String yaml = "agent: {devices: {nvml: {library: \"%s\"}}}".formatted(driver.library());
        AgentConfig config =
                Configuration.parse(yaml, Map.of()).section("agent", AgentConfig.class);
        long began = System.nanoTime();
        Await.await(
                new AgentService(
                                ServiceContext.of(vertx),
                                config,
                                new RouterEnd(vertx),
                                new BillingEnd(vertx))
                        .start());
        System.out.printf("ready after %.0f ms%n", (System.nanoTime() - began) / 1e6);
        Thread.sleep(warmUp * 1_000);
        long before = cpuNanos();
        Thread.sleep(measured * 1_000);
        double share = (cpuNanos() - before) / (measured * 1e9);
        System.out.printf("%d GPUs at 10 Hz: %.2f %% of a core%n", GPUS, share * 100);
        System.exit(0);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
