// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.kit.trust.SealConfig;
import io.wattmill.twin.TwinConfig;
import io.wattmill.twin.TwinService;

import java.util.List;

/** `wattmill twin`: the twin's HTTP port and, when it is enabled, the emulated fleet. */
final class TwinProcess {
    private TwinProcess() {}

    static Composition compose(Ground ground, Configuration configuration) {
        var twin =
                new TwinService(
                        ground.context(),
                        configuration.section("twin", TwinConfig.class),
                        configuration.section("seal", SealConfig.class).seal());
        return new Composition(
                List.of(twin),
                () ->
                        Future.succeededFuture(
                                Facts.NONE
                                        .withHttp(twin.httpAddress())
                                        .with(twin.emulatedNodes())));
    }
}
