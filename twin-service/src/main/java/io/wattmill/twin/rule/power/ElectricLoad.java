// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import java.util.List;

/**
 * Something that draws power.
 *
 * @param fedBy ids of the units that it hangs on
 * @param watts what it draws
 */
record ElectricLoad(List<String> fedBy, long watts) {
    ElectricLoad {
        fedBy = List.copyOf(fedBy);
    }
}
