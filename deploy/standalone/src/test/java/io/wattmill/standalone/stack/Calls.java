// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.stack;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;

import java.util.Set;

/** Calls by the name of the method. */
final class Calls {

    private Calls() {}

    static DescribedPredicate<JavaMethodCall> named(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                "is named " + wanted, call -> wanted.contains(call.getName()));
    }
}
