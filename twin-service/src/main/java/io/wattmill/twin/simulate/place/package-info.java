// SPDX-License-Identifier: Apache-2.0
/**
 * The router's production placement in virtual time: it places, and hears of tokens what gateways
 * would tell it and of engines what agents would.
 *
 * <p>Must not know how engines work. Start reading at {@link
 * io.wattmill.twin.simulate.place.VirtualRouter}.
 */
@NullMarked
package io.wattmill.twin.simulate.place;

import org.jspecify.annotations.NullMarked;
