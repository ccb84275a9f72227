// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bootstrap;

import io.vertx.core.Future;

/** One service of the suite, whole: what a process or the standalone suite starts and ends. */
public interface Service {

    /** Short name for logs and progress: "router". */
    String name();

    /** Completes when the service is ready for work. Called once. */
    Future<Void> start();

    /**
     * Refuses new work and completes when what is there has finished, or the service's own drain
     * timeout passed.
     */
    Future<Void> drain();

    /**
     * Closes everything that {@link #start} opened, also after a start that failed half-way. Called
     * once.
     */
    Future<Void> stop();
}
