// The least that a window with a web view can be: what the system itself takes before a program does anything.
#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

static const char *PAGE = "<!doctype html><title>Bare</title><style>body{font:40px/1.5 sans-serif}</style>"
                          "<p>One line of text.<p>Another one.<p>A third one.<p>And the last one.";

int main(int argc, char **argv) {
    gtk_init(&argc, &argv);
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_default_size(GTK_WINDOW(window), 980, 700);
    g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);

    // As in Countersign's window, there is no GPU.
    WebKitWebView *view = WEBKIT_WEB_VIEW(webkit_web_view_new());
    webkit_settings_set_hardware_acceleration_policy(
        webkit_web_view_get_settings(view), WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
    gtk_container_add(GTK_CONTAINER(window), GTK_WIDGET(view));
    webkit_web_view_load_html(view, PAGE, NULL);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
