package io.nkmedia.console.internal;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Answers GET and HEAD for the demo client's files. Stateless after activation; called by many threads at once. The
 * properties {@code nkmedia.pages…} let services' own listeners serve the same files with the same headers.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=io.nkmedia.demo.pages",
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + DemoContext.NAME + ")",
            "nkmedia.pages.path=" + DemoContext.PATH,
            "nkmedia.pages.root=" + DemoServlet.ROOT,
            "nkmedia.pages.headers=" + DemoServlet.POLICY,
            "nkmedia.pages.headers=" + DemoServlet.NO_SNIFF,
            "nkmedia.pages.headers=" + DemoServlet.NO_REFERRER,
            "nkmedia.pages.headers=" + DemoServlet.PERMISSIONS,
            "nkmedia.pages.headers=" + DemoServlet.OPENER,
            "nkmedia.pages.headers=" + DemoServlet.RESOURCES
        })
public final class DemoServlet extends HttpServlet {
    static final String ROOT = "/web/demo";

    /** The page connects to other ports of its host, too (a service's own listener): hence ws: and wss: at large. */
    static final String POLICY = "Content-Security-Policy: default-src 'self'; connect-src 'self' ws: wss:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    static final String NO_SNIFF = "X-Content-Type-Options: nosniff";
    static final String NO_REFERRER = "Referrer-Policy: no-referrer";
    static final String PERMISSIONS = "Permissions-Policy: camera=(self), microphone=(self), geolocation=()";
    static final String OPENER = "Cross-Origin-Opener-Policy: same-origin";
    static final String RESOURCES = "Cross-Origin-Resource-Policy: same-origin";
    private static final List<String> HEADERS = List.of(POLICY, NO_SNIFF, NO_REFERRER, PERMISSIONS, OPENER, RESOURCES);

    private final transient Pages pages;

    @Activate
    public DemoServlet(BundleContext context) throws IOException {
        this(Pages.read(files(context.getBundle())));
    }

    DemoServlet(Pages pages) {
        this.pages = pages;
    }

    private static Map<String, URL> files(Bundle bundle) {
        Map<String, URL> files = new HashMap<>();
        for (URL url : Collections.list(bundle.findEntries(ROOT, "*.*", true))) {
            files.put(url.getPath().substring(ROOT.length()), url);
        }
        return files;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        guard(response);
        String path = request.getPathInfo();
        if (path == null) {
            response.setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
            response.setHeader("Location", request.getContextPath() + "/");
            return;
        }
        Page page = pages.find(path);
        if (page == null) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "Not found\n");
            return;
        }
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", page.etag());
        if (page.matches(String.join(",", values(request, "If-None-Match")))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(page.type());
        response.setContentLength(page.length());
        page.writeTo(response.getOutputStream());
    }

    /** Left to itself, a servlet would echo the caller's headers, cookies included. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
        refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method not allowed\n");
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private static void guard(HttpServletResponse response) {
        for (String header : HEADERS) {
            int colon = header.indexOf(": ");
            response.setHeader(header.substring(0, colon), header.substring(colon + 2));
        }
    }

    /** Written here, because the container's own error page names its product. */
    private static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
