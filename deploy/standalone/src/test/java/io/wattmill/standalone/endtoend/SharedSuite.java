// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link LiveSuite} of this JVM: started for the first that asks, closed after
 * the last test.
 */
final class SharedSuite implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedSuite.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LiveSuite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(LiveSuite.class, _ -> started(), LiveSuite.class);
    }

    private static LiveSuite started() {
        try {
            return LiveSuite.start();
        } catch (Exception e) {
            throw new ParameterResolutionException("the suite does not start", e);
        }
    }
}
