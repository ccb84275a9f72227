// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.wattmill.gateway.tenancy.Refusal;

/** Fails the future of something that is not done, and takes back what its transaction did. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Refused(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }

    static <T> Future<T> future(Refusal refusal) {
        return Future.failedFuture(new Refused(refusal));
    }
}
