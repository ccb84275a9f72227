// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.kit.bootstrap.Service;

import java.util.List;

/**
 * The services of one process, wired to each other and to their peers.
 *
 * @param services in the order of their start
 * @param facts asked once all have started
 */
record Composition(List<Service> services, Started facts) {

    /** What there is to tell, and to do, when all services have started. */
    @FunctionalInterface
    interface Started {
        Future<Facts> facts();
    }
}
