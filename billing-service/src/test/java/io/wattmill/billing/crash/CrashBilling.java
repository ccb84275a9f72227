// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.vertx.core.Vertx;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Billing as a process that a test can harm. Its first word is its configuration, the second the
 * file in which it says that it serves: its gRPC port and its HTTP address. It reads commands, one
 * a line: {@code crash PLACE}, {@code clock OFFSET_US}. It ends with whoever started it.
 */
final class CrashBilling {

    /** Questions about tenants are sealed with this. */
    static final Seal SEAL = new Seal(new byte[32], 60_000_000L);

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private CrashBilling() {}

    public static void main(String[] words) throws IOException {
        AtomicLong offsetUs = new AtomicLong();
        Clock system = Clock.system();
        Vertx vertx = Vertx.vertx();
        ServiceContext context =
                ServiceContext.of(vertx)
                        .with(() -> system.nowUs() + offsetUs.get(), Ticker.system());
        BillingConfig config =
                Configuration.load(Optional.of(Path.of(words[0])), Map.of())
                        .section("billing", BillingConfig.class);
        BillingService billing = new BillingService(context, config, SEAL);
        RpcEndpoint endpoint =
                new RpcEndpoint(
                        vertx, "grpc", Configuration.defaults(RpcConfig.class), TlsConfig.off());
        billing.serveOn(endpoint);
        Await.await(billing.start().compose(_ -> endpoint.start()), START_LIMIT);
        say(Path.of(words[1]), endpoint.port() + " " + billing.httpAddress());
        obey(offsetUs);
        Runtime.getRuntime().halt(0);
    }

    private static void say(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void obey(AtomicLong offsetUs) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line : (Iterable<String>) commands.lines()::iterator) {
            String argument = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("crash ")) {
                CrashPoint.arm(argument);
            } else if (line.startsWith("clock ")) {
                offsetUs.set(Long.parseLong(argument));
            }
        }
    }
}
