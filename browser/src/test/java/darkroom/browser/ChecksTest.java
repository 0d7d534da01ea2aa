package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The quick checks on their page: each reader has an order of their own and keeps it, and a new situation follows the first. */
class ChecksTest {

    private static final String FIRST = "quick-check[number='1']", SECOND = "quick-check[number='2']";

    @RegisterExtension
    private static final Site site = Site.with();

    private static List<String> order(Visit visit, String check) {
        visit.until("document.querySelectorAll(\"" + check + " input\").length === 4");
        return visit.page.locator(check + " input").all().stream()
                .map(Locator::inputValue)
                .toList();
    }

    @Test
    void readersSeeTheAnswersInOrdersOfTheirOwn() {
        Set<List<String>> orders = new HashSet<>();
        for (int reader = 0; reader < 6; reader++) {
            try (Visit visit = site.visit("next", 1440)) {
                visit.page.navigate(site.url() + "forward");
                List<String> order = order(visit, FIRST);
                assertEquals(Set.of("0", "1", "2", "3"), new HashSet<>(order));
                orders.add(order);
                visit.page.reload();
                assertEquals(order, order(visit, FIRST), "the same reader");
            }
        }
        assertTrue(orders.size() > 1, () -> "six readers saw " + orders);
    }

    @Test
    void aNewSituationFollowsTheFirstCheckAndIsKept() {
        try (Visit visit = site.visit("forward", 390)) {
            order(visit, FIRST);
            assertEquals(0, visit.page.locator(SECOND + " input").count());
            visit.page.locator(FIRST + " input[value='1']").check();
            visit.page.locator(FIRST + " .btn").click();
            order(visit, SECOND);
            visit.page.locator(SECOND + " input[value='2']").check();
            visit.page.locator(SECOND + " .btn").click();
            visit.until("document.querySelector(\"" + SECOND + " .verdict\")?.textContent.includes('Right.')");
            assertEquals(List.of(), visit.barriers("quick-check"));
            visit.page.navigate(site.url() + "progress");
            visit.until("document.querySelector('.ledger')?.innerText.includes('in a new situation')");
            Locator two = visit.page.locator(".ledger > li").nth(2);
            assertEquals(3, two.innerText().split("right at the first try", -1).length, two.innerText());
            visit.assertQuiet();
        }
    }
}
