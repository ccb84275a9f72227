// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.kit.bootstrap.Service;

/**
 * A service that another one of this process needs while that finishes what it has: it goes on
 * until the other has stopped, and drains then.
 */
record DrainedLast(Service service) implements Service {

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public Future<Void> start() {
        return service.start();
    }

    @Override
    public Future<Void> drain() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return service.drain().eventually(service::stop);
    }
}
