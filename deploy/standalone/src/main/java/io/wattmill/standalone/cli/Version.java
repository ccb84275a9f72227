// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** The version in the jar's manifest. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Wattmill.class.getPackage().getImplementationVersion());
        return new String[] {"wattmill " + version.orElse("(built from classes)")};
    }
}
