// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asynchronous steps one after the other, as one connection wants them. */
public final class Sequence {

    private Sequence() {}

    /** The results in the order of the items; the first failure ends it. */
    public static <T, R> Future<List<R>> map(List<T> items, Function<T, Future<R>> step) {
        List<R> results = new ArrayList<>(items.size());
        Future<Void> chain = Future.succeededFuture();
        for (T item : items) {
            chain =
                    chain.compose(_ -> step.apply(item))
                            .map(
                                    result -> {
                                        results.add(result);
                                        return null;
                                    });
        }
        return chain.map(_ -> List.copyOf(results));
    }

    /** Steps that give nothing, in the order of the items; the first failure ends it. */
    public static <T> Future<Void> each(List<T> items, Function<T, Future<Void>> step) {
        Future<Void> chain = Future.succeededFuture();
        for (T item : items) {
            chain = chain.compose(_ -> step.apply(item));
        }
        return chain;
    }
}
