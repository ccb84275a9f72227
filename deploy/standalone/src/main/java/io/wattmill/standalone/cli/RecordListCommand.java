// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.board.RecordingsText;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill record list`: which days are on file. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows the days that the gateway has on file.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill record list")
final class RecordListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Override
    public Integer call() throws Exception {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            JsonNode list = site.ask(gateway, "/admin/recordings").json();
            var out = spec.commandLine().getOut();
            RecordingsText.lines(list).forEach(out::println);
            out.flush();
            return ExitCode.OK;
        }
    }
}
